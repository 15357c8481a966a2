package main

import (
	"encoding/json"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/jsonmergepatch"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/client-go/kubernetes/scheme"
)

// Data is {"original", "modified", "current"}, Values a patch of somebody else. The answer has what
// becomes of the current object by the patch that Helm's client would send, and by that of Values.
func patched(asked question) (string, error) {
	original, modified, current := part(asked, "original"), part(asked, "modified"), part(asked, "current")
	other, err := json.Marshal(asked.Values)
	if err != nil {
		return "", err
	}
	var head struct{ APIVersion, Kind string }
	if err := json.Unmarshal(modified, &head); err != nil {
		return "", err
	}
	object, unknown := kinds().New(schema.FromAPIVersionAndKind(head.APIVersion, head.Kind))
	var own []byte
	apply := jsonpatch.MergePatch
	switch {
	case unknown != nil && string(asked.Text) == "three":
		own, err = jsonmergepatch.CreateThreeWayJSONMergePatch(original, modified, current)
	case unknown != nil:
		own, err = jsonpatch.CreateMergePatch(original, modified)
	default:
		apply = func(before, patch []byte) ([]byte, error) {
			return strategicpatch.StrategicMergePatch(before, patch, object)
		}
		own, err = threeWays(original, modified, current, object)
	}
	if err != nil {
		return "", err
	}
	theirs, err := apply(current, own)
	if err != nil {
		return "", err
	}
	ours, err := apply(current, other)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"theirs": plain(theirs), "ours": plain(ours), "patch": string(own)})
	return string(text), err
}

func threeWays(original, modified, current []byte, object any) ([]byte, error) {
	meta, err := strategicpatch.NewPatchMetaFromStruct(object)
	if err != nil {
		return nil, err
	}
	return strategicpatch.CreateThreeWayMergePatch(original, modified, current, meta, true)
}

func kinds() *runtime.Scheme {
	known := runtime.NewScheme()
	if err := scheme.AddToScheme(known); err != nil {
		panic(err)
	}
	if err := apiextensions.AddToScheme(known); err != nil {
		panic(err)
	}
	return known
}

func part(asked question, name string) []byte {
	text, err := json.Marshal(asked.Data[name])
	if err != nil {
		panic(err)
	}
	return text
}

// What a typed object would keep: no nulls.
func plain(text []byte) any {
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		panic(err)
	}
	if strings.Contains(string(text), `"$`) {
		return "a directive was left in " + string(text)
	}
	return withoutNulls(tree)
}

func withoutNulls(tree any) any {
	switch node := tree.(type) {
	case map[string]any:
		for key, value := range node {
			if value == nil {
				delete(node, key)
			} else {
				node[key] = withoutNulls(value)
			}
		}
	case []any:
		for i := range node {
			node[i] = withoutNulls(node[i])
		}
	}
	return tree
}
