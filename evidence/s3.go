package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"contreoffre/models"
)

// S3 says where a bucket is, on Amazon's service or one that speaks like it.
// The bucket must be there, be ours alone and keep no old versions.
type S3 struct {
	Endpoint  string // https://host or https://host:port; http:// for this machine alone
	Bucket    string
	Region    string // empty: the one that most services take for theirs
	AccessKey string
	SecretKey string
}

// String keeps the keys out of any message.
func (s S3) String() string { return s.Bucket + " at " + s.Endpoint }

// Why a bucket is not opened.
var (
	ErrBucketSettings  = errors.New("evidence: the bucket needs an endpoint, a name and both keys")
	ErrBucketPlain     = errors.New("evidence: the way to the bucket is not encrypted")
	ErrBucketVersioned = errors.New("evidence: the bucket keeps what is deleted")
	ErrNoBucket        = errors.New("evidence: the bucket cannot be opened")
)

// Bounds on talking to a bucket: on one answer, on the bytes of one file
// (MaxFile at 50 kB/s), and on a list of all of them.
const (
	dialWithin     = 5 * time.Second
	headerWithin   = 15 * time.Second
	answerWithin   = 30 * time.Second
	transferWithin = 5 * time.Minute
	listWithin     = 10 * time.Minute
	// attempts is how often a question is asked when the answer is that the
	// service is busy. A file is sent once: its bytes come as a stream.
	attempts = 2
)

// defaultRegion is signed where none is set. Services with one region take it.
const defaultRegion = "us-east-1"

// Bucket keeps blobs as objects of a bucket, each under its id.
type Bucket struct {
	core      minio.Core
	name      string
	transport *http.Transport
}

// OpenBucket opens a bucket and asks once whether it is there. It returns
// ErrBucketSettings, ErrBucketPlain, ErrBucketVersioned, or ErrNoBucket with
// what the service answered.
func OpenBucket(ctx context.Context, s S3) (*Bucket, error) {
	endpoint, err := s.endpoint()
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: dialWithin}).DialContext,
		TLSHandshakeTimeout:   dialWithin,
		ResponseHeaderTimeout: headerWithin,
		IdleConnTimeout:       time.Minute,
		MaxIdleConnsPerHost:   16,
		DisableCompression:    true, // what is sealed does not shrink
		ForceAttemptHTTP2:     true,
	}
	core, err := minio.NewCore(endpoint.Host, &minio.Options{
		Creds:     credentials.NewStaticV4(s.AccessKey, s.SecretKey, ""),
		Secure:    endpoint.Scheme == "https",
		Region:    cmp.Or(s.Region, defaultRegion),
		Transport: transport, MaxRetries: attempts,
	})
	if err != nil {
		return nil, ErrBucketSettings
	}
	b := &Bucket{*core, s.Bucket, transport}
	if err := b.mustServe(ctx); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// endpoint checks the settings before anything is sent.
func (s S3) endpoint() (*url.URL, error) {
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" ||
		s.Bucket == "" || s.AccessKey == "" || s.SecretKey == "" {
		return nil, ErrBucketSettings
	}
	switch {
	case u.Scheme == "https", u.Scheme == "http" && models.IsLoopback(u.Hostname()):
		return u, nil
	case u.Scheme == "http":
		return nil, ErrBucketPlain
	}
	return nil, ErrBucketSettings
}

// mustServe fails unless the bucket is there and lets go of what is deleted.
func (b *Bucket) mustServe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	there, err := b.core.BucketExists(ctx, b.name)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrNoBucket, plain(err))
	case !there:
		return fmt.Errorf("%w: %s", ErrNoBucket, minio.NoSuchBucket)
	}
	// A service that knows no versions, or does not let us ask, says so with an
	// error.
	versions, err := b.core.GetBucketVersioning(ctx, b.name)
	if err == nil && versions.Enabled() {
		return ErrBucketVersioned
	}
	return ctx.Err()
}

// Close frees the connections.
func (b *Bucket) Close() error {
	b.transport.CloseIdleConnections()
	return nil
}

// Put implements Blobs. The file goes as one object in one request, which the
// service keeps whole or not at all; sent in parts, a broken one would stay
// where All does not see it.
func (b *Bucket) Put(ctx context.Context, id string, size int64, r io.Reader) error {
	if err := checkID(id); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, transferWithin)
	defer cancel()
	_, err := b.core.Client.PutObject(ctx, b.name, id, &exactly{whileAlive{ctx, r}, size}, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true,
	})
	return plain(err)
}

// exactly reads as many bytes as were promised, or fails before it gives the
// last of them: what it is sent to then never has the whole.
type exactly struct {
	io.Reader
	left int64
}

func (e *exactly) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n, err := io.ReadFull(e.Reader, p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil || e.left > 0 {
		return n, err
	}
	switch _, err := io.ReadFull(e.Reader, make([]byte, 1)); err {
	case io.EOF:
		return n, nil
	case nil:
		return 0, errMore
	default:
		return 0, err
	}
}

var errMore = errors.New("more bytes than were promised")

// Get implements Blobs.
func (b *Bucket) Get(ctx context.Context, id string) (io.ReadCloser, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, transferWithin)
	body, _, _, err := b.core.GetObject(ctx, b.name, id, minio.GetObjectOptions{})
	if err != nil {
		cancel()
		return nil, plain(err)
	}
	return &fetched{body, cancel}, nil
}

// fetched is an object on its way; closing it ends its request.
type fetched struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (f *fetched) Close() error {
	defer f.cancel()
	return f.ReadCloser.Close()
}

// Delete implements Blobs.
func (b *Bucket) Delete(ctx context.Context, id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	err := plain(b.core.RemoveObject(ctx, b.name, id, minio.RemoveObjectOptions{}))
	if errors.Is(err, ErrNoBlob) {
		return nil
	}
	return err
}

// Stat implements Blobs.
func (b *Bucket) Stat(ctx context.Context, id string) (Blob, error) {
	if err := checkID(id); err != nil {
		return Blob{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	object, err := b.core.StatObject(ctx, b.name, id, minio.StatObjectOptions{})
	if err != nil {
		return Blob{}, plain(err)
	}
	return Blob{id, object.Size, object.LastModified}, nil
}

// All implements Blobs, page after page. Objects that are not ours are passed
// over.
func (b *Bucket) All(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, listWithin)
		defer cancel()
		for object := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Recursive: true}) {
			if object.Err != nil {
				yield(Blob{}, plain(object.Err))
				return
			}
			if checkID(object.Key) != nil {
				continue
			}
			if !yield(Blob{object.Key, object.Size, object.LastModified}, nil) {
				return
			}
		}
		// A list that ended because nobody waits any more is not all.
		if err := ctx.Err(); err != nil {
			yield(Blob{}, err)
		}
	}
}

// plain says what a service answered by its code alone, and what the network
// did without the address: messages of services may repeat what they were sent.
func plain(err error) error {
	if err == nil {
		return nil
	}
	var answer minio.ErrorResponse
	if errors.As(err, &answer) {
		if answer.Code == minio.NoSuchKey {
			return ErrNoBlob
		}
		return fmt.Errorf("evidence: the bucket answers %s", answer.Code)
	}
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	return fmt.Errorf("evidence: the bucket: %w", err)
}
