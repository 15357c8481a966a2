# syntax=docker/dockerfile:1
# Built on the JDK that the project supports, run on the newest LTS.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:25-jre AS run
RUN useradd --system --uid 65532 --home-dir /var/lib/autohelm --create-home autohelm
COPY --from=build /src/agent/target/autohelm.jar /opt/autohelm/autohelm.jar
# The demo goes once through all that the agent does: its classes make the archive for a fast start.
RUN java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput=/opt/autohelm/autohelm.aot -jar /opt/autohelm/autohelm.jar demo --once --port 0
USER 65532:65532
WORKDIR /var/lib/autohelm
ENV JAVA_TOOL_OPTIONS="" \
    AUTOHELM_DATA_FOLDER=/var/lib/autohelm
EXPOSE 8080
ENTRYPOINT ["java", "-XX:AOTCache=/opt/autohelm/autohelm.aot", \
  "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-XX:MaxNewSize=24m", \
  "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-XX:MaxRAMPercentage=70", \
  "-jar", "/opt/autohelm/autohelm.jar"]
CMD ["agent", "--config", "/etc/autohelm/autohelm.yaml"]
