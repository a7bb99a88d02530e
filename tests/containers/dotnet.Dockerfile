# Stand in for the bases of the Dockerfile where no registry is reached. The context is this machine's folder of .NET.
FROM localhost/base:1.0 AS runtime
COPY dotnet /usr/share/dotnet/
COPY host /usr/share/dotnet/host
COPY shared /usr/share/dotnet/shared
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet && useradd --uid 1654 app
# As in the images they stand in for.
ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true

FROM runtime AS sdk
COPY . /usr/share/dotnet
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
