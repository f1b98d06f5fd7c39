package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Info is what is known of a PDF that somebody sent.
type Info struct {
	Pages  int
	Locked bool // it asks for a password; then nothing else is known
	Apart  bool // it opens, but cannot be made a part of another document
	// Plain is the same pages without what else a PDF may carry, to be put
	// into other documents; nil when the file is locked or stays apart.
	Plain []byte
}

// ErrDamaged is returned for a PDF that cannot be opened.
var ErrDamaged = errors.New("pdf: damaged")

// maxObjects bounds the objects that stand in the file itself. Where its table
// of objects is missing, opening it takes time with their square.
const maxObjects = 20_000

// limits bound what opening a stranger's PDF may take. A page of the worst
// scans is a few megabytes.
var limits = model.ResourceLimits{
	MaxStreamBytes:       16 << 20,
	MaxDecodeBytes:       32 << 20,
	MaxImagePixels:       100_000_000,
	MaxImageBytes:        64 << 20,
	MaxObjectCount:       60_000,
	MaxObjectStreamCount: 20_000,
	MaxObjectStreamFirst: 1 << 20,
	MaxXRefEntries:       60_000,
	MaxRecursionDepth:    60,
}

// Inspect opens a PDF. It returns ErrDamaged when that is not possible within
// bounds. It asks nothing of the network.
func Inspect(content []byte) (info Info, err error) {
	defer func() {
		// The reader has panicked on damaged files before.
		if thrown := recover(); thrown != nil {
			info, err = Info{}, ErrDamaged
		}
	}()
	if bytes.Count(content, []byte(" obj")) > maxObjects || isBomb(content) {
		return Info{}, ErrDamaged
	}
	doc, err := openPDF(content, model.VALIDATE)
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return Info{Locked: true}, nil
	}
	if err != nil {
		return Info{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if doc.PageCount < 1 {
		return Info{}, ErrDamaged
	}
	info.Pages = doc.PageCount
	if doc.E != nil {
		// Protected against changes, not against reading.
		if doc, err = openPDF(content, model.DECRYPT); err != nil {
			info.Apart = true
			return info, nil
		}
	}
	if info.Plain, err = plainPDF(doc); err != nil {
		info.Plain, info.Apart = nil, true
	}
	return info, nil
}

// pdfcpuConfig makes a configuration. Making two at once is a race in pdfcpu,
// and without the first line it would write a folder of its own to the home
// folder.
func pdfcpuConfig(command model.CommandMode) *model.Configuration {
	configuring.Lock()
	defer configuring.Unlock()
	api.DisableConfigDir()
	c := model.NewDefaultConfiguration()
	c.Cmd, c.Offline, c.Limits = command, true, limits
	c.Optimize, c.OptimizeBeforeWriting = false, false
	return c
}

var configuring sync.Mutex

func openPDF(content []byte, command model.CommandMode) (*model.Context, error) {
	return api.ReadAndValidate(bytes.NewReader(content), pdfcpuConfig(command))
}
