# SPDX-License-Identifier: MIT
# Freehold, its three engines and Debian's Rust. A container audits the scenarios in the folder that is mounted at /work:
#   docker build -t freehold .
#   docker run --rm -v "$PWD:/work" freehold
# Other arguments are freehold's: docker run --rm -v "$PWD:/work" freehold exec -- ./my_tests
FROM debian:13-slim

# ci/setup knows the packages; freehold needs most of them when it runs, too: it builds crates and links runners.
COPY . /usr/local/src/freehold
WORKDIR /usr/local/src/freehold
RUN ci/setup \
    && meson setup -Dtests=disabled /tmp/build \
    && meson install -C /tmp/build \
    && rm -rf /tmp/build /var/lib/apt/lists/* /root/.cargo

# Any user may run a container (--user), also one without a home.
ENV CARGO_HOME=/tmp/cargo
WORKDIR /work
ENTRYPOINT ["freehold"]
CMD ["run", "--engine", "all"]
