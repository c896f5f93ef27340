// SPDX-License-Identifier: Apache-2.0

// Settles a policy and says why the first line has its amount:
//
//	go run ./examples/settle ../../examples/channel-2025/policy.json ../../examples/channel-2025/data
package main

import (
	"fmt"
	"log"
	"os"

	"librebate"
)

func main() {
	policy, err := librebate.ReadPolicy(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	data, err := policy.ReadFolder(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	settlement, err := policy.Settle(data, librebate.Options{})
	if err != nil {
		log.Fatal(err)
	}
	line := settlement.Lines()[0]
	fmt.Println(line.Partner(), line.Rule(), line.Due().FloatString(2), line.Currency())
	why, err := line.Explain(librebate.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(why)
}
