package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// speed renders every case of a folder of charts, and then all of them once more, and prints the
// milliseconds of the second pass: a line "CASE LOAD RENDER" for each case that Helm renders.
func speed(folder string) {
	for pass := 1; pass <= 2; pass++ {
		charts, _ := filepath.Glob(filepath.Join(folder, "*", "Chart.yaml"))
		sort.Strings(charts)
		for _, file := range charts {
			of := filepath.Dir(file)
			show(pass, filepath.Base(of), of, "")
			given, _ := filepath.Glob(filepath.Join(of, "ci", "*values.y*ml"))
			sort.Strings(given)
			for _, values := range given {
				show(pass, filepath.Base(of)+"@"+filepath.Base(values), of, values)
			}
		}
	}
}

func show(pass int, id, of, values string) {
	load, render, err := measure(of, values)
	if pass == 2 && err == nil {
		fmt.Printf("%s %.3f %.3f\n", id, milliseconds(load), milliseconds(render))
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
