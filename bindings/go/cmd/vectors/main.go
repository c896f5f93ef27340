// SPDX-License-Identifier: Apache-2.0

// Runs the golden vectors of all bindings: vectors FILE. See bindings/run-vectors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"librebate"
)

func settled(policyPath, folder string) (string, error) {
	policy, err := librebate.ReadPolicy(policyPath)
	if err != nil {
		return "", err
	}
	data, err := policy.ReadFolder(folder)
	if err != nil {
		return "", err
	}
	settlement, err := policy.Settle(data, librebate.Options{})
	if err != nil {
		return "", err
	}
	return settlement.JSON(librebate.Options{})
}

func answer(policyPath, folder string) string {
	json, err := settled(policyPath, folder)
	var failed *librebate.Error
	if !errors.As(err, &failed) {
		return json
	}
	var codes []string
	for _, issue := range failed.Issues {
		codes = append(codes, issue.Code)
	}
	return strings.Join(codes, ",")
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	right, all := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); all++ {
		words := strings.Split(lines.Text(), "\t")
		expected, err := os.ReadFile(words[2])
		if err == nil && answer(words[0], words[1]) == string(expected) {
			right++
		} else {
			fmt.Println("differs:", lines.Text())
		}
	}
	fmt.Printf("%d of %d\n", right, all)
	if right != all || all == 0 {
		os.Exit(1)
	}
}
