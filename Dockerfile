# One image for each program: docker build --target core|worker|mcp|telemetry|simulator .
# The bases are arguments, so that a mirror or an image of your own will do. The runtime base needs the ASP.NET Core runtime,
# ICU's and tzdata's files and nothing else: no shell, no package manager.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.401-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled-extra

# What is published runs on every architecture, so it is built on the builder's own also for the others.
FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_XMLDOC_MODE=skip
WORKDIR /src
COPY . .
# --secret id=nuget,src=NuGet.Config builds behind a feed of your own.
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    set -e; \
    for program in Core Worker McpBridge Telemetry Simulator; do \
        dotnet publish "LlmMcp.$program" --configuration Release --output "/out/$program" --nologo -v quiet \
            -p:UseAppHost=false -p:DebugType=none -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true; \
    done; \
    mkdir -p /out/state/llm-mcp

FROM ${RUNTIME_IMAGE} AS runtime
# The programs say themselves where they listen. What they keep is in /var/lib/llm-mcp; mount a volume there to keep it longer.
# HOME: without one .NET speaks no TLS, whoever the user is.
ENV ASPNETCORE_HTTP_PORTS= XDG_STATE_HOME=/var/lib TELEMETRY_STATE_DIR=/var/lib/llm-mcp HOME=/var/lib/llm-mcp
COPY --from=build --chown=1654:1654 /out/state/llm-mcp /var/lib/llm-mcp
WORKDIR /app
USER 1654:1654
LABEL org.opencontainers.image.licenses=MIT

FROM runtime AS core
COPY --from=build /out/Core .
EXPOSE 8080 9090
ENTRYPOINT ["dotnet", "LlmMcp.Core.dll"]

FROM runtime AS worker
COPY --from=build /out/Worker .
ENTRYPOINT ["dotnet", "LlmMcp.Worker.dll"]

FROM runtime AS mcp
COPY --from=build /out/McpBridge .
EXPOSE 3333
ENTRYPOINT ["dotnet", "LlmMcp.McpBridge.dll"]

FROM runtime AS telemetry
COPY --from=build /out/Telemetry .
ENTRYPOINT ["dotnet", "LlmMcp.Telemetry.dll"]

FROM runtime AS simulator
COPY --from=build /out/Simulator .
EXPOSE 21434
ENTRYPOINT ["dotnet", "LlmMcp.Simulator.dll"]
