// The oracle: what Helm's own packages make of a template, a YAML text, a --set string, a tree of
// values or an object's status. It reads one JSON object a line and answers each with one; texts go
// out in base64, since they need not be UTF-8. With the argument "speed" it renders charts and tells
// how long that took.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/engine"
	"helm.sh/helm/v4/pkg/strvals"
	"sigs.k8s.io/yaml"
)

type question struct {
	Op     string         `json:"op"`
	Text   []byte         `json:"text"`
	Data   map[string]any `json:"data"`
	Values map[string]any `json:"values"`
}

type answer struct {
	Output []byte `json:"output"`
	Error  []byte `json:"error"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "speed" {
		speed()
		return
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		text, err := reply(asked)
		told := answer{Output: []byte(text)}
		if err != nil {
			told.Error = []byte(err.Error())
		}
		encoded, err := json.Marshal(told)
		if err != nil {
			panic(err)
		}
		out.Write(append(encoded, '\n'))
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
}

func reply(asked question) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("PANIC %v", fault)
		}
	}()
	switch asked.Op {
	case "template":
		return template(asked)
	case "yaml":
		var tree any
		if err := yaml.Unmarshal(asked.Text, &tree); err != nil {
			return "", err
		}
		printed, err := yaml.Marshal(tree)
		return string(printed), err
	case "marshal":
		printed, err := yaml.Marshal(asked.Data)
		return string(printed), err
	case "set", "set-string", "set-json", "set-literal":
		return set(asked)
	case "coalesce":
		return coalesce(asked)
	case "chart":
		return chart4(asked)
	case "chart of Helm 3":
		return chart3(asked)
	case "patch":
		return patched(asked)
	case "status":
		return computed(asked)
	case "functions":
		return names(), nil
	default:
		return "", fmt.Errorf("unknown question %q", asked.Op)
	}
}

func template(asked question) (string, error) {
	of := &chart.Chart{Metadata: &chart.Metadata{Name: "ch", Version: "1.0.0", APIVersion: "v2"}}
	of.Templates = []*common.File{{Name: "t", Data: asked.Text}}
	rendered, err := engine.Render(of, common.Values{
		"Values":  asked.Data,
		"Release": map[string]any{"Name": "rel", "Namespace": "ns"},
	})
	return rendered["ch/t"], err
}

func set(asked question) (string, error) {
	into := asked.Values
	if into == nil {
		into = map[string]any{}
	}
	var err error
	switch asked.Op {
	case "set":
		err = strvals.ParseInto(string(asked.Text), into)
	case "set-string":
		err = strvals.ParseIntoString(string(asked.Text), into)
	case "set-json":
		err = strvals.ParseJSON(string(asked.Text), into)
	default:
		err = strvals.ParseLiteralInto(string(asked.Text), into)
	}
	if err != nil {
		return "", err
	}
	printed, err := json.Marshal(into)
	return string(printed), err
}

// Data is a tree of charts: {"name", "values", "dependencies": [...]}.
func coalesce(asked question) (string, error) {
	values, err := util.CoalesceValues(tree(asked.Data), asked.Values)
	if err != nil {
		return "", err
	}
	printed, err := json.Marshal(values)
	return string(printed), err
}

func tree(node map[string]any) *chart.Chart {
	name, _ := node["name"].(string)
	made := &chart.Chart{Metadata: &chart.Metadata{Name: name, Version: "1.0.0", APIVersion: "v2"}}
	made.Values, _ = node["values"].(map[string]any)
	below, _ := node["dependencies"].([]any)
	for _, each := range below {
		made.AddDependency(tree(each.(map[string]any)))
	}
	return made
}
