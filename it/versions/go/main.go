// Answers each line `A<TAB>B` with -1, 0 or 1; `?` for what is no version. As the go command compares modules' versions
// where the argument is `modules`, Go's own where it is `toolchain`, as Bitnami's library where it is `bitnami`.
package main

import (
	"bufio"
	"fmt"
	"go/version"
	"os"
	"strings"

	bitnami "github.com/bitnami/go-version/pkg/version"
	"golang.org/x/mod/semver"
)

func modules(a, b string) (int, bool) {
	a, b = "v"+strings.TrimPrefix(a, "v"), "v"+strings.TrimPrefix(b, "v")
	return semver.Compare(a, b), semver.IsValid(a) && semver.IsValid(b)
}

func toolchain(a, b string) (int, bool) {
	return version.Compare(a, b), version.IsValid(a) && version.IsValid(b)
}

func packaged(a, b string) (int, bool) {
	left, wrong := bitnami.Parse(a)
	right, alsoWrong := bitnami.Parse(b)
	if wrong != nil || alsoWrong != nil {
		return 0, false
	}
	return left.Compare(right), true
}

func main() {
	compare := map[string]func(a, b string) (int, bool){"modules": modules, "toolchain": toolchain, "bitnami": packaged}[os.Args[1]]
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		a, b, _ := strings.Cut(in.Text(), "\t")
		if order, known := compare(a, b); known {
			fmt.Fprintln(out, order)
		} else {
			fmt.Fprintln(out, "?")
		}
	}
}
