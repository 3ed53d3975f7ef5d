# The two services, and the acceptance suite. What changes seldom is installed first; the sources are readable for
# whoever runs them, whatever the umask was where they were checked out.

FROM python:3.12-slim AS base
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app

FROM base AS service
COPY requirements/services.txt requirements/
RUN pip install --quiet --require-hashes --requirement requirements/services.txt
ENV HOST=0.0.0.0
USER 1000:1000

FROM service AS overview
COPY --chmod=755 overview_service overview_service
CMD ["python", "-m", "overview_service"]

FROM service AS products
COPY --chmod=755 products_service products_service
CMD ["python", "-m", "products_service"]

# The suite's Python packages, Java and WireMock; what fetches them stays behind in this stage.
FROM base AS installed
ENV WIREMOCK_STRICT_CACHE=/app/.cache
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1
COPY requirements requirements
RUN python -m venv --without-pip --system-site-packages .venv \
 && pip --python .venv/bin/python install --quiet --require-hashes --requirement requirements/acceptance.txt
COPY packages/wiremock-strict packages/wiremock-strict
RUN PYTHONPATH=packages/wiremock-strict/src requirements/with-npm .venv/bin/python -m wiremock_strict install

FROM base AS acceptance
# A browser that needs no screen, and what Playwright's own Node.js needs. Mesa's drivers come with it and go: there is
# no graphics card to drive.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    chromium-headless-shell fonts-dejavu-core libatomic1 \
 && dpkg --purge --force-depends $(dpkg-query --show --showformat '${Package}\n' \
    | grep -E '^(libgl1-mesa-dri|libllvm|libz3|mesa-libgallium)') \
 && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY --from=installed /app ./
COPY --chmod=755 . .
RUN pip --python .venv/bin/python install --quiet --no-deps --no-build-isolation \
    --editable packages/behave-strict --editable packages/wiremock-strict --editable .
ENV ACCEPTANCE_BROWSER=/usr/bin/chromium-headless-shell \
    HOME=/tmp \
    WIREMOCK_STRICT_CACHE=/app/.cache \
    PATH=/app/.venv/bin:$PATH
# Docker gives an empty folder that is mounted here as a volume this owner.
ARG UID=1000
ARG GID=1000
RUN install --directory --owner="$UID" --group="$GID" /reports
USER $UID:$GID
CMD ["behave"]
