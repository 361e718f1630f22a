package main

/*
#cgo LDFLAGS: -lz
#include <stdlib.h>
#include <zlib.h>

#define WINDOW 32768

// Unpacks until the next place between two blocks, the end, or until one of the buffers is done with.
static int step(z_stream *stream, unsigned char *in, unsigned *inLeft, unsigned char *out, unsigned *outLeft) {
	stream->next_in = in;
	stream->avail_in = *inLeft;
	stream->next_out = out;
	stream->avail_out = *outLeft;
	int said = inflate(stream, Z_BLOCK);
	*inLeft = stream->avail_in;
	*outLeft = stream->avail_out;
	return said;
}
*/
import "C"

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"time"
	"unsafe"

	"github.com/google/flatbuffers/go"
)

// SOCI's own library is not to be had everywhere, so its index is written here to the published schema, with the checkpoints where
// zlib finds them, as theirs are.
//
// Source: https://github.com/awslabs/soci-snapshotter/blob/main/ztoc/fbs/ztoc.fbs and ztoc/compression/gzip_zinfo.c
const spanBytes = 4 << 20

type checkpoint struct {
	in, out int64
	bits    byte
	window  [C.WINDOW]byte
}

func soci(from string, target io.Writer) (packed, error) {
	points, size, unpacked, err := checkpoints(from)
	if err != nil {
		return packed{}, err
	}
	builder := flatbuffers.NewBuilder(1 << 20)
	files, err := listed(from, builder)
	if err != nil {
		return packed{}, err
	}
	info, err := spans(from, points, size, builder)
	if err != nil {
		return packed{}, err
	}
	version, tool := builder.CreateString("0.9"), builder.CreateString("assay bench")
	builder.StartObject(6)
	builder.PrependUOffsetTSlot(0, version, 0)
	builder.PrependUOffsetTSlot(1, tool, 0)
	builder.PrependInt64Slot(2, size, 0)
	builder.PrependInt64Slot(3, unpacked, 0)
	builder.PrependUOffsetTSlot(4, files, 0)
	builder.PrependUOffsetTSlot(5, info, 0)
	builder.Finish(builder.EndObject())
	_, err = target.Write(builder.FinishedBytes())
	return packed{Annotations: map[string]string{}}, err
}

func checkpoints(from string) (points []checkpoint, size, unpacked int64, err error) {
	file, err := os.Open(from)
	if err != nil {
		return nil, 0, 0, err
	}
	defer file.Close()
	const room = 64 << 10
	stream := (*C.z_stream)(C.calloc(1, C.sizeof_z_stream))
	in, out := (*[room]byte)(C.malloc(room)), (*[C.WINDOW]byte)(C.calloc(1, C.WINDOW))
	defer C.free(unsafe.Pointer(stream))
	defer C.free(unsafe.Pointer(in))
	defer C.free(unsafe.Pointer(out))
	if C.inflateInit2_(stream, 31, C.zlibVersion(), C.sizeof_z_stream) != C.Z_OK {
		return nil, 0, 0, fmt.Errorf("zlib does not start")
	}
	defer C.inflateEnd(stream)
	var inAt, inEnd, outAt int
	var last int64
	for {
		if inAt == inEnd {
			inAt = 0
			if inEnd, err = file.Read(in[:]); err != nil {
				return nil, 0, 0, err
			}
		}
		if outAt == len(out) {
			outAt = 0
		}
		inLeft, outLeft := C.uint(inEnd-inAt), C.uint(len(out)-outAt)
		said := C.step(stream, (*C.uchar)(&in[inAt]), &inLeft, (*C.uchar)(&out[outAt]), &outLeft)
		size += int64(inEnd-inAt) - int64(inLeft)
		unpacked += int64(len(out)-outAt) - int64(outLeft)
		inAt, outAt = inEnd-int(inLeft), len(out)-int(outLeft)
		if said == C.Z_STREAM_END {
			break
		}
		if said != C.Z_OK && said != C.Z_BUF_ERROR {
			return nil, 0, 0, fmt.Errorf("zlib says %d", said)
		}
		state := int(stream.data_type)
		if state&128 != 0 && state&64 == 0 && (unpacked == 0 || unpacked-last > spanBytes) && (len(points) == 0 || unpacked > 0) {
			point := checkpoint{in: size, out: unpacked, bits: byte(state & 7)}
			copy(point.window[:], out[outAt:])
			copy(point.window[len(out)-outAt:], out[:outAt])
			points = append(points, point)
			last = unpacked
		}
	}
	about, err := file.Stat()
	if err == nil && about.Size() != size {
		err = fmt.Errorf("more than one gzip member")
	}
	return points, size, unpacked, err
}

// A span's digest is over its bytes, the first of which it may share with the span before.
func spans(from string, points []checkpoint, size int64, builder *flatbuffers.Builder) (flatbuffers.UOffsetT, error) {
	file, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	blob := binary.LittleEndian.AppendUint32(nil, uint32(len(points)))
	blob = binary.LittleEndian.AppendUint64(blob, spanBytes)
	digests := make([]flatbuffers.UOffsetT, len(points))
	for i, point := range points {
		start, end := point.in, size
		if point.bits != 0 {
			start--
		}
		if i+1 < len(points) {
			end = points[i+1].in
		}
		hasher := sha256.New()
		if _, err := io.Copy(hasher, io.NewSectionReader(file, start, end-start)); err != nil {
			return 0, err
		}
		digests[i] = builder.CreateString(fmt.Sprintf("sha256:%x", hasher.Sum(nil)))
		blob = binary.LittleEndian.AppendUint64(blob, uint64(point.in))
		blob = binary.LittleEndian.AppendUint64(blob, uint64(point.out))
		blob = append(append(blob, point.bits), point.window[:]...)
	}
	stored := builder.CreateByteVector(blob)
	list := vector(digests, builder)
	builder.StartObject(4)
	builder.PrependByteSlot(0, 1, 0) // gzip
	builder.PrependInt32Slot(1, int32(len(points)-1), 0)
	builder.PrependUOffsetTSlot(2, list, 0)
	builder.PrependUOffsetTSlot(3, stored, 0)
	return builder.EndObject(), nil
}

func vector(offsets []flatbuffers.UOffsetT, builder *flatbuffers.Builder) flatbuffers.UOffsetT {
	builder.StartVector(4, len(offsets), 4)
	for i := len(offsets) - 1; i >= 0; i-- {
		builder.PrependUOffsetT(offsets[i])
	}
	return builder.EndVector(len(offsets))
}

type counted struct {
	in io.Reader
	at int64
}

func (c *counted) Read(into []byte) (int, error) {
	count, err := c.in.Read(into)
	c.at += int64(count)
	return count, err
}

var kinds = map[byte]string{tar.TypeReg: "reg", tar.TypeDir: "dir", tar.TypeSymlink: "symlink", tar.TypeLink: "hardlink",
	tar.TypeChar: "char", tar.TypeBlock: "block", tar.TypeFifo: "fifo"}

func listed(from string, builder *flatbuffers.Builder) (flatbuffers.UOffsetT, error) {
	file, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	plain, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return 0, err
	}
	in := &counted{in: plain}
	var files []flatbuffers.UOffsetT
	for archive := tar.NewReader(in); ; {
		header, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		files = append(files, entry(header, in.at, builder))
	}
	metadata := vector(files, builder)
	builder.StartObject(1)
	builder.PrependUOffsetTSlot(0, metadata, 0)
	return builder.EndObject(), nil
}

func entry(header *tar.Header, offset int64, builder *flatbuffers.Builder) flatbuffers.UOffsetT {
	name, kind, link := builder.CreateString(header.Name), builder.CreateString(kinds[header.Typeflag]), builder.CreateString(header.Linkname)
	owner, group := builder.CreateString(header.Uname), builder.CreateString(header.Gname)
	changed := builder.CreateString(header.ModTime.UTC().Format(time.RFC3339))
	builder.StartObject(14)
	builder.PrependUOffsetTSlot(0, name, 0)
	builder.PrependUOffsetTSlot(1, kind, 0)
	builder.PrependInt64Slot(2, offset, 0)
	builder.PrependInt64Slot(3, header.Size, 0)
	builder.PrependUOffsetTSlot(4, link, 0)
	builder.PrependInt64Slot(5, header.Mode, 0)
	builder.PrependUint32Slot(6, uint32(header.Uid), 0)
	builder.PrependUint32Slot(7, uint32(header.Gid), 0)
	builder.PrependUOffsetTSlot(8, owner, 0)
	builder.PrependUOffsetTSlot(9, group, 0)
	builder.PrependUOffsetTSlot(10, changed, 0)
	builder.PrependInt64Slot(11, header.Devmajor, 0)
	builder.PrependInt64Slot(12, header.Devminor, 0)
	return builder.EndObject()
}
