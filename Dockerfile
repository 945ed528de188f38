# Both kinds of process come from this image; the command chooses:
#   dist/api/main.js (the default), dist/worker/main.js, dist/store/migrate-command.js
# Debian, since the core of Temporal's SDK is not published for Alpine's C library.

FROM node:24.11.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# The console too: dist/console, which the API serves.
RUN npm run build

FROM node:24.11.1-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24.11.1-bookworm-slim AS runtime
# The SDK's core verifies TLS (a cluster with certificates, Temporal Cloud) against the system's
# authorities, which the slim image leaves out.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000 3001
ENTRYPOINT ["node"]
CMD ["dist/api/main.js"]
