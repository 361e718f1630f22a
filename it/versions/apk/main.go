// Answers each line `A<TAB>B` with -1, 0 or 1, as a port of apk-tools 2.10 to Go compares them; `?` for what is no version.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	version "github.com/knqyf263/go-apk-version"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		a, b, _ := strings.Cut(in.Text(), "\t")
		if !version.Valid(a) || !version.Valid(b) {
			fmt.Fprintln(out, "?")
			continue
		}
		fmt.Fprintln(out, version.Version(a).Compare(version.Version(b)))
	}
}
