FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev
WORKDIR /source
RUN python -m venv /opt/strikelog
COPY pyproject.toml hatch_build.py README.md ./
COPY schemas ./schemas
COPY service ./service
RUN STRIKELOG_COMPILE=require /opt/strikelog/bin/python -m pip install --quiet .


FROM python:3.11-slim

RUN useradd --system --uid 10001 --home-dir /data --no-create-home strikelog \
    && install --directory --owner strikelog --group strikelog /data
COPY --from=build /opt/strikelog /opt/strikelog

ENV PATH=/opt/strikelog/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STRIKELOG_DATABASE=/data/strikelog.db \
    STRIKELOG_HOST=0.0.0.0 \
    STRIKELOG_PORT=8000

USER strikelog
WORKDIR /data
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['STRIKELOG_PORT']}/readyz\", timeout=4)"]

CMD ["strikelog", "serve"]
