# An image that holds mcp-authcheck and nothing else: docker build --tag mcp-authcheck .
# Secrets are given when it runs, as variables or files; none is in a layer.
FROM node:22-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22-slim
LABEL org.opencontainers.image.title="mcp-authcheck" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
COPY --from=build /source/dist /opt/mcp-authcheck/dist
COPY --from=build /source/schema /opt/mcp-authcheck/schema
COPY --from=build /source/package.json /source/LICENSE /opt/mcp-authcheck/
RUN ln -s /opt/mcp-authcheck/dist/cli.js /usr/local/bin/mcp-authcheck
WORKDIR /work
USER node
HEALTHCHECK NONE
ENTRYPOINT ["node", "/opt/mcp-authcheck/dist/cli.js"]
CMD ["--help"]
