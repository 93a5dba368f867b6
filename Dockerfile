# syntax=docker/dockerfile:1

# One image for every app. Which of them runs is the command: node apps/<app>/dist/src/main.js
# (standalone, command, projector, query), and apps/cli/dist/src/main.js <verb> for the command line.

FROM node:24-bookworm-slim AS build
# better-sqlite3 compiles where it has no binary for this platform.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /marquee
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --no-audit --no-fund
RUN npx tsc -b apps/standalone apps/command apps/projector apps/query apps/cli
RUN npm prune --omit=dev --no-audit --no-fund \
  && rm -rf apps/*/src apps/*/test apps/*/dist/test libs/*/src libs/*/test libs/*/dist/test

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /marquee
COPY --from=build /marquee/package.json ./
COPY --from=build /marquee/node_modules ./node_modules
COPY --from=build /marquee/libs ./libs
COPY --from=build /marquee/apps ./apps
COPY --from=build /marquee/migrations ./migrations
COPY --from=build /marquee/deploy/health-check.mjs ./deploy/
USER node
VOLUME /data
EXPOSE 3000 3001 3002
# Of the standalone app; the others name their port where they are started.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "deploy/health-check.mjs", "3000"]
CMD ["node", "apps/standalone/dist/src/main.js"]
