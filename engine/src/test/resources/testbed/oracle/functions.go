package main

import (
	"slices"
	"strings"
	gotemplate "text/template"
	_ "unsafe" // for go:linkname
)

// The engine's own table of functions, which it does not export.
//
//go:linkname funcMap helm.sh/helm/v4/pkg/engine.funcMap
func funcMap() gotemplate.FuncMap

func names() string {
	var names []string
	for name := range funcMap() {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, "\n") + "\n"
}
