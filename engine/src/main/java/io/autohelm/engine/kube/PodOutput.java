package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.Trouble;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The last lines that a container wrote, as one line that is not too long for a message. */
final class PodOutput {
  private static final int LINES = 10;
  private static final int LONGEST = 2048;

  /** Lines may be long; of what is read only the end is kept. */
  private static final int READ = 64 * 1024;

  private final KubeHttp http;

  PodOutput(KubeHttp http) {
    this.http = http;
  }

  /** The end of the output; empty where it cannot be had. */
  String tail(Trouble trouble) {
    String path =
        "/api/v1/namespaces/"
            + trouble.at().namespace()
            + "/pods/"
            + trouble.at().name()
            + "/log?container="
            + URLEncoder.encode(trouble.container(), StandardCharsets.UTF_8)
            + "&tailLines="
            + LINES
            + "&limitBytes="
            + READ;
    try {
      if (trouble.isOfRunBefore()) {
        KubeResponse before = http.get(path + "&previous=true", "*/*");
        if (before.isSuccess() && !before.body().isBlank()) {
          return shortened(before.body());
        }
      }
      KubeResponse response = http.get(path, "*/*");
      return response.isSuccess() ? shortened(response.body()) : "";
    } catch (ClusterException e) {
      return ""; // the reason itself is the news
    }
  }

  static String shortened(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String tail =
        String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    return tail.length() <= LONGEST ? tail : "..." + tail.substring(tail.length() - LONGEST);
  }
}
