# The two services, and the acceptance suite. What changes seldom is installed first; what is ours can be read
# by whoever runs it, whatever the umask was where it was checked out.

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

# The suite, with the browser that shows it the web page and the npm package that its report is made of.
FROM base AS acceptance
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    chromium fonts-dejavu-core libatomic1 \
 && rm -rf /var/lib/apt/lists/*
COPY requirements/acceptance.txt requirements/
RUN pip install --quiet --require-hashes --requirement requirements/acceptance.txt
COPY package.json package-lock.json .npmrc ./
RUN NODE_USE_SYSTEM_CA=1 npm ci --loglevel=error
COPY --chmod=755 . .
RUN pip install --quiet --no-deps --no-build-isolation --editable .
# Whoever runs the suite owns its reports. Docker gives an empty folder of the host, where it is mounted, the
# owner that it has here.
ARG UID=1000
ARG GID=1000
RUN install --directory --owner="$UID" --group="$GID" reports
ENV HOME=/tmp
USER $UID:$GID
CMD ["behave"]
