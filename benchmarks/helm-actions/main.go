// Does what it is asked for by Helm's packages in one process, as a program that embeds Helm would:
// a line "ACTION<tab>NAMESPACE<tab>NAME<tab>CHART<tab>KEY=VALUE<tab>WAIT" is answered by the
// milliseconds it took, or by "failed: WHY". The cluster is that of KUBECONFIG.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/cli"
	"helm.sh/helm/v4/pkg/kube"
	"helm.sh/helm/v4/pkg/strvals"
)

// One configuration a namespace, kept: discovery is then asked for once, which is the best that
// Helm's packages offer.
var configurations = map[string]*action.Configuration{}

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		begin := time.Now()
		if err := do(strings.Split(in.Text(), "\t")); err != nil {
			fmt.Println("failed: " + strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/1e6)
		}
	}
}

func configuration(namespace string) (*action.Configuration, error) {
	if known := configurations[namespace]; known != nil {
		return known, nil
	}
	settings := cli.New()
	settings.SetNamespace(namespace)
	settings.QPS = 500
	settings.BurstLimit = 1000
	made := action.NewConfiguration()
	if err := made.Init(settings.RESTClientGetter(), namespace, ""); err != nil {
		return nil, err
	}
	configurations[namespace] = made
	return made, nil
}

func do(asked []string) error {
	what, namespace, name := asked[0], asked[1], asked[2]
	cfg, err := configuration(namespace)
	if err != nil {
		return err
	}
	strategy := kube.HookOnlyStrategy
	if asked[5] == "wait" {
		strategy = kube.StatusWatcherStrategy
	}
	if what == "uninstall" {
		client := action.NewUninstall(cfg)
		client.WaitStrategy = strategy
		client.Timeout = time.Minute
		client.DeletionPropagation = "background"
		_, err := client.Run(name)
		return err
	}
	chart, err := loader.Load(asked[3])
	if err != nil {
		return err
	}
	values, err := strvals.Parse(asked[4])
	if err != nil {
		return err
	}
	if what == "install" {
		client := action.NewInstall(cfg)
		client.ReleaseName, client.Namespace = name, namespace
		client.WaitStrategy = strategy
		client.Timeout = time.Minute
		_, err = client.Run(chart, values)
		return err
	}
	client := action.NewUpgrade(cfg)
	client.Namespace = namespace
	client.WaitStrategy = strategy
	client.ServerSideApply = "auto"
	client.Timeout = time.Minute
	client.MaxHistory = 10
	_, err = client.Run(name, chart, values)
	return err
}
