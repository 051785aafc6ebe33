# The bot in a container: no root, nothing to write to but /data.
#
# The base is pinned by tag. To pin the exact bytes, add the digest that your registry shows for
# the tag on the day you build: python:3.12-slim@sha256:...
FROM python:3.12-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/evenhand
ENV PATH=/opt/evenhand/bin:$PATH

WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --only-binary :all: --requirement requirements/run.txt

COPY . .
# The last line takes away what only building needed.
RUN pip install --no-deps --no-build-isolation . \
    && python -m compileall -q /opt/evenhand/lib \
    && pip uninstall --yes hatchling pip


FROM python:3.12-slim

LABEL org.opencontainers.image.title="Evenhand" \
      org.opencontainers.image.description="A calm moderation and community bot that explains what it does" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"

RUN groupadd --gid 10001 evenhand \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin evenhand \
    && install -d -o evenhand -g evenhand -m 0700 /data
COPY --from=build /opt/evenhand /opt/evenhand

ENV PATH=/opt/evenhand/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    EVENHAND_DATA=/data \
    EVENHAND_DATABASE=sqlite+aiosqlite:////data/evenhand.db \
    EVENHAND_HOST=0.0.0.0 \
    EVENHAND_PORT=8480 \
    EVENHAND_HEALTH=127.0.0.1:8481

USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8480
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://' + os.environ['EVENHAND_HEALTH'] + '/healthz', timeout=4)"]

ENTRYPOINT ["evenhand"]
CMD ["run"]
