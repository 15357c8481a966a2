// Helmindex reads an index by Helm's own packages and says what that took: the version found,
// milliseconds, and the highest heap in use seen, in MiB.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	repo "helm.sh/helm/v4/pkg/repo/v1"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: helmindex FILE CHART VERSION")
		os.Exit(2)
	}
	var peak atomic.Uint64
	go func() {
		for {
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			if memory.HeapInuse > peak.Load() {
				peak.Store(memory.HeapInuse)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	start := time.Now()
	index, err := repo.LoadIndexFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	found, err := index.Get(os.Args[2], os.Args[3])
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Version, time.Since(start).Milliseconds(), peak.Load()>>20)
}
