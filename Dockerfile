# docker build -t houston .
# docker run -v ./houston:/etc/houston:ro -v houston-data:/var/lib/houston --env-file tokens.env houston
FROM debian:trixie-slim AS build
COPY scripts/setup scripts/packages.build /src/scripts/
RUN /src/scripts/setup run && rm -rf /var/lib/apt/lists/*
COPY . /src
WORKDIR /src
RUN cmake --preset release && ninja -C build/release houston && strip build/release/houston

# What the program is linked with decides what runs beside it: each library's own package, found by dpkg.
RUN ldd build/release/houston | awk '$3 ~ /^\// {print $3}' | while read -r library; do \
      dpkg-query -S "$library" "$(readlink -f "$library")" "/usr$library" 2>/dev/null | head -n 1 | cut -d: -f1; \
    done | sort -u > build/release/packages

FROM debian:trixie-slim
COPY --from=build /src/build/release/packages /tmp/packages
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata tzdata-legacy $(cat /tmp/packages) && \
    rm -rf /var/lib/apt/lists/* /tmp/packages && \
    useradd --system --home-dir /var/lib/houston --shell /usr/sbin/nologin houston && \
    install -d -o houston -g houston /var/lib/houston
COPY --from=build /src/build/release/houston /usr/local/bin/houston
USER houston
WORKDIR /var/lib/houston
# Answers once a minute whether Houston is connected: needs `listen = "127.0.0.1:9090"` in the settings.
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s \
  CMD ["houston", "health", "--config", "/etc/houston/houston.toml"]
ENTRYPOINT ["houston"]
CMD ["serve", "--config", "/etc/houston/houston.toml"]
