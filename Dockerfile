# One static binary on an empty image, run as nobody in particular.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -tags nodynamic -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -o /out/contreoffre ./cmd/contreoffre
# What an empty image lacks: a data folder and a temporary folder that the
# program's user may write to.
RUN install -d -o 65532 -g 65532 -m 0700 /out/data && install -d -o 65532 -g 65532 -m 0700 /out/tmp

FROM scratch
# For TLS towards mail servers, databases and buckets.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/contreoffre /contreoffre
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/contreoffre"]
# Anything but loopback needs an https address: add --base-url https://…
CMD ["serve", "--addr", "0.0.0.0:8080", "--data", "/data"]
