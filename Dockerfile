# One image for every process; the command selects it:
#   dist/api/main.js (default), dist/worker/main.js, dist/store/migrate-command.js,
#   dist/api/create-administrator.js
# Debian, because Temporal's SDK core is not published for Alpine's C library.

FROM node:24.11.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# Includes the console in dist/console, which the API serves.
RUN npm run build

FROM node:24.11.1-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Optional ones too: they are binaries for bundling, and test tools that better-auth has as optional peers.
RUN npm ci --omit=dev --omit=optional

FROM node:24.11.1-bookworm-slim AS runtime
# The SDK core verifies TLS (a cluster with certificates, Temporal Cloud) against the system's
# certificate authorities, which the slim image does not include.
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
