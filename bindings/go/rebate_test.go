// SPDX-License-Identifier: Apache-2.0
package librebate

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

const example = "../../examples/channel-2025/"

func settle(t *testing.T) *Settlement {
	t.Helper()
	policy, err := ReadPolicy(example + "policy.json")
	if err != nil {
		t.Fatal(err)
	}
	data, err := policy.ReadFolder(example + "data")
	if err != nil {
		t.Fatal(err)
	}
	settlement, err := policy.Settle(data, Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	return settlement
}

func TestSettlesTheExample(t *testing.T) {
	settlement := settle(t)
	expected, err := os.ReadFile(example + "expected/settlement.csv")
	if err != nil {
		t.Fatal(err)
	}
	if found, err := settlement.CSV(Options{}); err != nil || found != string(expected) {
		t.Fatal("another settlement", err)
	}
	line := settlement.Lines()[0]
	if line.Partner() != "P01" || line.Rule() != "annual-target" || line.Due().FloatString(2) != "45272.00" {
		t.Fatal(line.Partner(), line.Rule(), line.Due())
	}
	why, err := line.Explain(Options{Language: "zh"})
	if err != nil || !strings.Contains(why, "45,272.00") {
		t.Fatal(why, err)
	}
}

func TestErrorsCarryTheirIssues(t *testing.T) {
	_, err := ParsePolicy([]byte(`{"librebate": 1, "polcy": "p"}`), "p.json")
	var failed *Error
	if !errors.Is(err, ErrInput) || !errors.As(err, &failed) || len(failed.Issues) == 0 {
		t.Fatal(err)
	}
	if last := failed.Issues[len(failed.Issues)-1]; last.Code != "RB1101" || last.Suggestion != "policy" {
		t.Fatal(last)
	}
	if _, err = settle(t).JSON(Options{Rule: "anual-target"}); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	if _, err = settle(t).JSON(Options{Language: "fr"}); !errors.Is(err, ErrArgument) {
		t.Fatal(err)
	}
}

func TestClosedObjectsAreRefused(t *testing.T) {
	settlement := settle(t)
	settlement.Close()
	settlement.Close()
	if _, err := settlement.JSON(Options{}); !errors.Is(err, ErrArgument) {
		t.Fatal(err)
	}
}

func TestFilesInTheirPlace(t *testing.T) {
	policy, err := ReadPolicy(example + "policy.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = policy.ReadData(example+"data", map[string][]byte{"sales.csv": []byte("id\n")}); !errors.Is(err, ErrInput) {
		t.Fatal(err)
	}
}

func TestSharedAmongGoroutines(t *testing.T) {
	settlement := settle(t)
	expected, _ := settlement.JSON(Options{})
	var all sync.WaitGroup
	for i := 0; i < 8; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			runtime.GC()
			if found, err := settlement.JSON(Options{}); err != nil || found != expected {
				t.Error("another settlement", err)
			}
		}()
	}
	all.Wait()
}
