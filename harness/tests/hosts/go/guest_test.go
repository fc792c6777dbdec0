// SPDX-License-Identifier: MIT

package guest

import (
	"os"
	"strings"
	"testing"
)

func TestGreets(t *testing.T) {
	if text := Greet("go"); text != "Hello, go" {
		t.Fatal(text)
	}
}

func TestKeeps(t *testing.T) {
	Keep("one")
	Keep("two")
}

// BUGS: what goes wrong, "forget,dropOfC".
func has(bug string) bool { return strings.Contains(os.Getenv("BUGS"), bug) }

func TestForgets(t *testing.T) {
	if has("forget") {
		Forget()
	}
}

func TestDropsOfC(t *testing.T) {
	if has("dropOfC") {
		DropOfC()
	}
}
