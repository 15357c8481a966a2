package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// speed renders what it is asked for: a line "CHART<tab>VALUES" names a chart's folder and a file of
// values, which may be empty. It answers "LOAD RENDER" in milliseconds, or "refused".
func speed() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		of, file, _ := strings.Cut(in.Text(), "\t")
		load, render, err := measure(of, file)
		if err != nil {
			fmt.Println("refused")
		} else {
			fmt.Printf("%.3f %.3f\n", milliseconds(load), milliseconds(render))
		}
	}
}

func milliseconds(of time.Duration) float64 {
	return float64(of.Nanoseconds()) / 1e6
}

func measure(of, file string) (load, render time.Duration, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("PANIC %v", fault)
		}
	}()
	begin := time.Now()
	loaded, err := loader.Load(of)
	if err != nil {
		return 0, 0, err
	}
	values := map[string]any{}
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, 0, err
		}
		if values, err = common.ReadValues(text); err != nil {
			return 0, 0, err
		}
	}
	load = time.Since(begin)
	begin = time.Now()
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return 0, 0, err
	}
	version, err := common.ParseKubeVersion("v1.33.0")
	if err != nil {
		return 0, 0, err
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *version
	scope, err := util.ToRenderValues(loaded, values,
		common.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}, capabilities)
	if err != nil {
		return 0, 0, err
	}
	rendered, err := engine.Render(loaded, scope)
	if err != nil {
		return 0, 0, err
	}
	for name := range rendered {
		if filepath.Base(name) == "NOTES.txt" {
			delete(rendered, name)
		}
	}
	if _, _, err := releaseutil.SortManifests(rendered, nil, releaseutil.InstallOrder); err != nil {
		return 0, 0, err
	}
	return load, time.Since(begin), nil
}
