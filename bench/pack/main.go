// Command pack packs a layer in one of the forms that have an index, with the library that its makers publish where it is to be had.
//
//	pack estargz|zstd-chunked|zstd-stargz TAR TARGET     packs a plain archive
//	pack soci TAR.GZ TARGET                              writes the ztoc of a layer as it is
//
// There are two dialects of zstd:chunked: Podman's, and that of containerd's converter, zstd-stargz.
//
// It prints a line of JSON: the annotations of the layer's descriptor, and the digest of the archive inside where that is another.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/containerd/stargz-snapshotter/estargz"
	"github.com/containerd/stargz-snapshotter/estargz/zstdchunked"
	"github.com/containers/storage/pkg/chunked/compressor"
	"github.com/klauspost/compress/zstd"
)

type packed struct {
	Annotations map[string]string `json:"annotations"`
	DiffID      string            `json:"diffId,omitempty"`
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: pack estargz|zstd-chunked|zstd-stargz|soci SOURCE TARGET")
		os.Exit(2)
	}
	made, err := pack(os.Args[1], os.Args[2], os.Args[3])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(made)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(form, from, to string) (packed, error) {
	source, err := os.Open(from)
	if err != nil {
		return packed{}, err
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		return packed{}, err
	}
	defer target.Close()
	switch form {
	case "estargz":
		return stargz(source, target)
	case "zstd-chunked":
		return zstdChunked(source, target)
	case "zstd-stargz":
		return zstdStargz(source, target)
	case "soci":
		return soci(from, target)
	}
	return packed{}, fmt.Errorf("no form %q", form)
}

func stargz(source *os.File, target io.Writer) (packed, error) {
	info, err := source.Stat()
	if err != nil {
		return packed{}, err
	}
	blob, err := estargz.Build(io.NewSectionReader(source, 0, info.Size()), estargz.WithCompressionLevel(6))
	if err != nil {
		return packed{}, err
	}
	defer blob.Close()
	if _, err := io.Copy(target, blob); err != nil {
		return packed{}, err
	}
	return packed{map[string]string{estargz.TOCJSONDigestAnnotation: blob.TOCDigest().String()}, blob.DiffID().String()}, nil
}

func zstdChunked(source io.Reader, target io.Writer) (packed, error) {
	annotations := map[string]string{}
	writer, err := compressor.ZstdCompressor(target, annotations, nil)
	if err != nil {
		return packed{}, err
	}
	if _, err := io.Copy(writer, source); err != nil {
		return packed{}, err
	}
	return packed{annotations, ""}, writer.Close()
}

type zstdCompression struct {
	*zstdchunked.Decompressor
	*zstdchunked.Compressor
}

func zstdStargz(source *os.File, target io.Writer) (packed, error) {
	info, err := source.Stat()
	if err != nil {
		return packed{}, err
	}
	annotations := map[string]string{}
	compression := &zstdCompression{
		new(zstdchunked.Decompressor),
		&zstdchunked.Compressor{CompressionLevel: zstd.SpeedDefault, Metadata: annotations},
	}
	blob, err := estargz.Build(io.NewSectionReader(source, 0, info.Size()), estargz.WithCompression(compression))
	if err != nil {
		return packed{}, err
	}
	defer blob.Close()
	if _, err := io.Copy(target, blob); err != nil {
		return packed{}, err
	}
	annotations[estargz.TOCJSONDigestAnnotation] = blob.TOCDigest().String()
	return packed{annotations, blob.DiffID().String()}, nil
}
