// What the oras command does, by the library it is made of: attach, discover, pull, copy,
// in registries and in layouts.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content/file"
	"oras.land/oras-go/v2/content/oci"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
)

// target is a repository or, behind `oci:`, a layout, with the reference within it.
func target(ctx context.Context, name string) (oras.GraphTarget, string) {
	if folder, isLayout := strings.CutPrefix(name, "oci:"); isLayout {
		folder, reference, _ := strings.Cut(folder, ":")
		store, err := oci.NewWithContext(ctx, folder)
		check(err)
		return store, reference
	}
	repo, err := remote.NewRepository(name)
	check(err)
	repo.PlainHTTP = true
	repo.SkipReferrersGC = true // as the oras command does: old registries delete nothing
	return repo, repo.Reference.Reference
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	from, reference := target(ctx, os.Args[2])
	subject, err := from.Resolve(ctx, reference)
	check(err)
	switch os.Args[1] {
	case "attach": // REF TYPE FILE
		store, err := file.New(".")
		check(err)
		name := os.Args[4]
		layer, err := store.Add(ctx, name, "application/vnd.oci.image.layer.v1.tar", name)
		check(err)
		manifest, err := oras.PackManifest(ctx, store, oras.PackManifestVersion1_1, os.Args[3],
			oras.PackManifestOptions{Subject: &subject, Layers: []ocispec.Descriptor{layer}})
		check(err)
		check(oras.CopyGraph(ctx, store, from, manifest, oras.DefaultCopyGraphOptions))
		fmt.Println(manifest.Digest)
	case "discover": // REF
		found, err := registry.Referrers(ctx, from, subject, "")
		check(err)
		for _, d := range found {
			fmt.Println(d.Digest, d.ArtifactType)
		}
	case "pull": // REF FOLDER
		store, err := file.New(os.Args[3])
		check(err)
		_, err = oras.Copy(ctx, from, reference, store, strings.ReplaceAll(reference, ":", "-"), oras.DefaultCopyOptions)
		check(err)
	case "copy": // REF TO
		to, name := target(ctx, os.Args[3])
		_, err := oras.ExtendedCopy(ctx, from, reference, to, name, oras.DefaultExtendedCopyOptions)
		check(err)
	}
}
