// What the oras command does, by the library it is made of: attach, discover, pull, copy.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content/file"
	"oras.land/oras-go/v2/registry/remote"
)

func repository(reference string) *remote.Repository {
	repo, err := remote.NewRepository(reference)
	check(err)
	repo.PlainHTTP = true
	repo.SkipReferrersGC = true // as the oras command does: old registries delete nothing
	return repo
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	repo := repository(os.Args[2])
	subject, err := repo.Resolve(ctx, repo.Reference.Reference)
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
		check(oras.CopyGraph(ctx, store, repo, manifest, oras.DefaultCopyGraphOptions))
		fmt.Println(manifest.Digest)
	case "discover": // REF
		check(repo.Referrers(ctx, subject, "", func(found []ocispec.Descriptor) error {
			for _, d := range found {
				fmt.Println(d.Digest, d.ArtifactType)
			}
			return nil
		}))
	case "pull": // REF FOLDER
		store, err := file.New(os.Args[3])
		check(err)
		_, err = oras.Copy(ctx, repo, repo.Reference.Reference, store, strings.ReplaceAll(repo.Reference.Reference, ":", "-"), oras.DefaultCopyOptions)
		check(err)
	case "copy": // REF TO
		to := repository(os.Args[3])
		_, err := oras.ExtendedCopy(ctx, repo, repo.Reference.Reference, to, to.Reference.Reference, oras.DefaultExtendedCopyOptions)
		check(err)
	}
}
