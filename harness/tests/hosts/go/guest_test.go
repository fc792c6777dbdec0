// SPDX-License-Identifier: MIT

package guest

import (
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { Exit(m.Run()) }

func TestGreets(t *testing.T) {
	if text := Greet("go"); text != "Hello, go" {
		t.Fatal(text)
	}
}

// BUGS: what goes wrong, "forget,dropOfC".
func TestBugs(t *testing.T) {
	for _, bug := range strings.Split(os.Getenv("BUGS"), ",") {
		switch bug {
		case "forget":
			Forget()
		case "dropOfC":
			DropOfC()
		}
	}
}
