//go:build tools

// Package dex pins the issuer that the test of login is held against.
package dex

import _ "github.com/dexidp/dex/cmd/dex"
