//go:build linux && !race

package handlers_test

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"contreoffre/evidence/s3test"
	"contreoffre/handlers"
	"contreoffre/mail/mailtest"
	"contreoffre/models/modelstest"
)

// insideEnv tells a test that it runs in a network of its own.
const insideEnv = "CONTREOFFRE_TEST_INSIDE"

// P17, P42: in a network of its own, with nobody but the database, the bucket
// and the mail server, a whole journey works, and not one packet is sent to
// anybody else.
func TestNothingIsAskedOfAnybodyOutside(t *testing.T) {
	if os.Getenv(insideEnv) != "" {
		modelstest.Engines(t, inside)
		return
	}
	file, err := build()
	if err != nil {
		t.Fatal(err)
	}
	apart := []string{"--net"}
	if os.Getuid() != 0 {
		apart = []string{"--user", "--map-current-user", "--keep-caps", "--net"}
	}
	if out, err := exec.Command("unshare", append(apart, "ip", "link", "set", "lo", "up")...).CombinedOutput(); err != nil {
		what := fmt.Sprintf("no network of one's own here (Debian: apt-get install iproute2, and namespaces allowed): %v %s", err, out)
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			again := exec.Command("unshare", append(apart, os.Args[0], "-test.v", "-test.run=^TestNothingIsAskedOfAnybodyOutside$/^"+engine+"$")...)
			again.Env = append(os.Environ(), insideEnv+"=1", programEnv+"="+file)
			out, err := again.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "figure: ") {
				t.Fatalf("%v\n%s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				if _, figure, ok := strings.Cut(line, "figure: "); ok {
					t.Log("figure: " + strings.TrimSpace(figure))
				}
			}
		})
	}
}

// outside is the way out of a network of one's own. Nobody is there; what is
// sent to them is counted.
type outside struct{ asked atomic.Int64 }

// A pair of cards, one of which has the way to everywhere. What would be sent
// without being asked for, to find neighbours, is not.
const wayOut = `set -e
ip link set lo up
ip link add out0 type veth peer name out1
echo 1 > /proc/sys/net/ipv6/conf/out0/disable_ipv6
echo 1 > /proc/sys/net/ipv6/conf/out1/disable_ipv6
ip addr add 192.0.2.1/24 dev out0
ip link set out1 up
ip link set out0 up
ip neigh add 192.0.2.254 lladdr 02:00:00:00:00:01 dev out0 nud permanent
ip route add default via 192.0.2.254`

func newOutside(t *testing.T) *outside {
	t.Helper()
	if out, err := exec.Command("sh", "-c", wayOut).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	o := &outside{}
	o.nameServers(t)
	return o
}

// nameServers counts what is asked of a name server on this very machine, which
// no packet would show.
func (o *outside) nameServers(t *testing.T) {
	config, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return // then names are looked up at 127.0.0.1
	}
	for line := range strings.Lines(string(config)) {
		name, ok := strings.CutPrefix(line, "nameserver ")
		address, err := netip.ParseAddr(strings.TrimSpace(name))
		if !ok || err != nil || !address.IsLoopback() {
			continue
		}
		server, err := net.ListenPacket("udp", net.JoinHostPort(address.String(), "53"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
		go func() {
			for b := make([]byte, 512); ; o.asked.Add(1) {
				if _, _, err := server.ReadFrom(b); err != nil {
					return
				}
			}
		}()
	}
}

// packets counts what was sent out.
func (o *outside) packets(t *testing.T) (n int) {
	t.Helper()
	table, err := os.ReadFile("/proc/net/dev")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if numbers, ok := strings.CutPrefix(strings.TrimSpace(line), "out0:"); ok {
			fmt.Sscan(strings.Fields(numbers)[9], &n) // packets transmitted
			return n + int(o.asked.Load())
		}
	}
	t.Fatalf("the card is gone:\n%s", table)
	return 0
}

// inside is the journey in a network of one's own.
func inside(t *testing.T, db *modelstest.Database) {
	o := newOutside(t)
	sink := mailtest.Start(t)
	p := startProgram(t, db, func(c *exec.Cmd) {
		c.Args = append(c.Args, "--smtp", sink.URL)
		if db.Engine == "postgres" {
			s3 := s3test.Start(t)
			c.Env = append(c.Env, "S3_ENDPOINT="+s3.Endpoint, "S3_BUCKET="+s3.Bucket, "S3_ACCESS_KEY="+s3.AccessKey, "S3_SECRET_KEY="+s3.SecretKey)
		}
	})
	pages := p.journey(t, sink)
	time.Sleep(500 * time.Millisecond) // whoever asks afterwards
	if n := o.packets(t); n != 0 {
		t.Errorf("%d packets were sent to somebody outside", n)
	}
	p.stop(t)
	conn, err := net.Dial("udp", "198.51.100.7:9")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write([]byte("is anybody there?"))
	if o.packets(t) == 0 {
		t.Error("a packet that was sent is not counted: nothing was proven")
	}
	t.Logf("figure: a whole journey of %d pages and downloads and %d messages, 0 packets to anybody but the database, the bucket and the mail server", pages, len(sink.Got()))
}

// journey does with the program all that a person can and returns how many pages
// and downloads it read.
func (p *program) journey(t *testing.T, sink *mailtest.Sink) (read int) {
	t.Helper()
	one := newPerson(t, p.site, "fr")
	one.tell()
	w := &world{site: p.site, Anna: one, Sent: one.prepare("access")}
	sent := one.of("/requests/" + w.Sent + "/sent")
	do := func(from, path string, values url.Values) {
		t.Helper()
		if a := one.submit(one.mustGet(from), path, values); a.Status != http.StatusOK {
			t.Fatalf("%s: %d\n%s", path, a.Status, a.text())
		}
	}
	do(sent, sent, merged(today("sent_on"), url.Values{"channel": {"web_form"}, "language": {"fr"}}))
	w.Draft = one.prepare("consent_withdrawal")
	w.Block, w.Event = one.blocks(w.Draft)[0], one.events(w.Sent)[0]
	w.Exhibit = one.exhibit("capture.png", aPicture(t, 60, 40))
	one.exhibit("réponse.txt", []byte("https://example.org/a"))
	do(one.of("/complaint/choices"), one.of("/complaint/choices"), url.Values{"grounds": {"no_information"}, "disclosure": {"yes"}})
	do(one.of("/complaint/event/filed"), one.of("/complaint/event/filed"), today("on"))
	const reminders = "/fr/account/reminders"
	do(reminders, reminders+"/feed", nil)
	do(reminders, reminders+"/email", url.Values{"email": {canaryMail}, "code": {one.Code}})
	wait(t, func() bool { return len(sink.Got()) == 1 })
	link := confirmPattern.FindString(strings.ReplaceAll(string(sink.Got()[0].Data), "=\r\n", ""))
	do(link, link, nil)
	stranger := newBrowser(t, p.URL)
	stranger.submit(stranger.mustGet(signInPath), signInPath, url.Values{"email": {canaryMail}})
	wait(t, func() bool { return len(sink.Got()) == 2 })
	if a := one.upload(one.mustGet("/fr/import"), "/fr/import", "dossier.zip", wholeDossier(t)); !casePattern.MatchString(a.Path) {
		t.Fatalf("importing leads to %s\n%s", a.Path, a.text())
	}
	for _, r := range handlers.Access {
		if !r.Writes {
			one.once(one.request(http.MethodGet, address(r, w.objects(r)), "", ""))
			read++
		}
	}
	if pdf := one.mustGet(one.of("/requests/" + w.Draft + "/letter.pdf?lang=fr%2Ben")); !strings.HasPrefix(pdf.Body, "%PDF-") {
		t.Errorf("no letter, but %.20q", pdf.Body)
	}
	do("/fr/account/erase", "/fr/account/erase", url.Values{"sure": {"yes"}})
	return read
}
