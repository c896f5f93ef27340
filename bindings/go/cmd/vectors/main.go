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

func codes(policyPath string) string {
	_, err := librebate.ReadPolicy(policyPath)
	var failed *librebate.Error
	if !errors.As(err, &failed) {
		return ""
	}
	var list []string
	for _, issue := range failed.Issues {
		list = append(list, issue.Code)
	}
	return strings.Join(list, ",")
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	right, all := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); all++ {
		words := strings.Split(lines.Text(), "\t")
		var found, expected string
		if words[0] == "settle" {
			content, _ := os.ReadFile(words[3])
			expected = string(content)
			found, err = settled(words[1], words[2])
		} else {
			expected, found = words[2], codes(words[1])
		}
		if found == expected {
			right++
		} else {
			fmt.Println("differs:", lines.Text(), err)
		}
	}
	fmt.Printf("%d of %d\n", right, all)
	if right != all || all == 0 {
		os.Exit(1)
	}
}
