# One image per service:  docker build --build-arg SERVICE=dsar -t governance/dsar .
ARG DOTNET_VERSION=10.0

# The portal's application; its API types come from every service's description.
FROM node:22 AS web
ARG SERVICE
WORKDIR /src/services/portal/web
COPY services/ /src/services/
RUN mkdir -p ../wwwroot && if [ "$SERVICE" = portal ]; then npm ci && npm run build; fi

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
ARG SERVICE
WORKDIR /src
COPY Directory.*.props global.json .editorconfig ./
COPY shared/ shared/
COPY services/Directory.Build.props services/
COPY services/${SERVICE}/ services/${SERVICE}/
COPY --from=web /src/services/portal/wwwroot/ services/portal/wwwroot/
# The start name is the same in every image, whatever the assembly is called.
RUN dotnet publish services/${SERVICE} -c Release -o /app --nologo \
 && ln -s "$(basename services/${SERVICE}/*.csproj .csproj)" /app/service

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}
WORKDIR /app
COPY --from=build /app ./
# Owned by the service, so that a volume mounted here is too.
RUN install -d -m 700 -o "$APP_UID" -g "$APP_UID" /data
USER $APP_UID
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
ENTRYPOINT ["/app/service"]
