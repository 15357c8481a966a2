package main

import (
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The state that kstatus computes for an object, given as JSON: the library by which Helm 4 waits.
func computed(asked question) (string, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(asked.Text); err != nil {
		return "", err
	}
	result, err := status.Compute(object)
	if err != nil {
		return "", err
	}
	return string(result.Status) + "\n" + result.Message, nil
}
