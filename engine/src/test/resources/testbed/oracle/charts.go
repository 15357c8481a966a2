package main

import (
	"encoding/json"
	"path/filepath"
	"sort"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

	loader3 "helm.sh/helm/v3/pkg/chart/loader"
	chartutil3 "helm.sh/helm/v3/pkg/chartutil"
	engine3 "helm.sh/helm/v3/pkg/engine"
	releaseutil3 "helm.sh/helm/v3/pkg/releaseutil"
)

// document is what one template gave, as it would be applied; Hook tells on which events.
type document struct {
	Source  string
	Content string
	Hook    []string
}

// files are the chart's files by path, in the data of a question.
func files(data map[string]any) []string {
	paths := make([]string, 0, len(data))
	for path := range data {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

// chart4 renders a chart given as files by Helm 4: its documents in the order of installation.
func chart4(asked question) (string, error) {
	var parts []*archive.BufferedFile
	for _, path := range files(asked.Data) {
		parts = append(parts, &archive.BufferedFile{Name: path, Data: []byte(asked.Data[path].(string))})
	}
	loaded, err := loader.LoadFiles(parts)
	if err != nil {
		return "", err
	}
	if err := chartutil.ProcessDependencies(loaded, asked.Values); err != nil {
		return "", err
	}
	scope, err := util.ToRenderValues(loaded, asked.Values,
		common.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}, common.DefaultCapabilities)
	if err != nil {
		return "", err
	}
	rendered, err := engine.Render(loaded, scope)
	if err != nil {
		return "", err
	}
	hooks, manifests, err := releaseutil.SortManifests(withoutNotes(rendered), nil, releaseutil.InstallOrder)
	if err != nil {
		return "", err
	}
	documents := []document{}
	for _, each := range manifests {
		documents = append(documents, document{Source: each.Name, Content: each.Content})
	}
	for _, each := range hooks {
		events := []string{}
		for _, event := range each.Events {
			events = append(events, event.String())
		}
		documents = append(documents, document{each.Path, each.Manifest, events})
	}
	printed, err := json.Marshal(documents)
	return string(printed), err
}

// chart3 does the same by Helm 3.
func chart3(asked question) (string, error) {
	var parts []*loader3.BufferedFile
	for _, path := range files(asked.Data) {
		parts = append(parts, &loader3.BufferedFile{Name: path, Data: []byte(asked.Data[path].(string))})
	}
	loaded, err := loader3.LoadFiles(parts)
	if err != nil {
		return "", err
	}
	if err := chartutil3.ProcessDependenciesWithMerge(loaded, asked.Values); err != nil {
		return "", err
	}
	scope, err := chartutil3.ToRenderValues(loaded, asked.Values,
		chartutil3.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}, chartutil3.DefaultCapabilities)
	if err != nil {
		return "", err
	}
	rendered, err := engine3.Render(loaded, scope)
	if err != nil {
		return "", err
	}
	hooks, manifests, err := releaseutil3.SortManifests(withoutNotes(rendered), nil, releaseutil3.InstallOrder)
	if err != nil {
		return "", err
	}
	documents := []document{}
	for _, each := range manifests {
		documents = append(documents, document{Source: each.Name, Content: each.Content})
	}
	for _, each := range hooks {
		events := []string{}
		for _, event := range each.Events {
			events = append(events, event.String())
		}
		documents = append(documents, document{each.Path, each.Manifest, events})
	}
	printed, err := json.Marshal(documents)
	return string(printed), err
}

func withoutNotes(rendered map[string]string) map[string]string {
	for name := range rendered {
		if filepath.Base(name) == "NOTES.txt" {
			delete(rendered, name)
		}
	}
	return rendered
}
