FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY migrations migrations
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --system --create-home ovation && mkdir /books && chown ovation /books
USER ovation
VOLUME /books
ENV OVATION_DATABASE_URL=sqlite:////books/ovation.db
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:8787/healthz', timeout=4)"]
# SIGTERM reaches Python itself, which then writes what waits and leaves.
CMD ["ovation", "run"]
