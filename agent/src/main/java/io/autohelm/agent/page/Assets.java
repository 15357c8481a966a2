package io.autohelm.agent.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Stylesheet, script and icon, each under a name with the hash of its content, kept for ever. */
final class Assets {
  private final Asset style = Asset.of("page.css", "text/css; charset=utf-8");
  private final Asset script = Asset.of("page.js", "text/javascript; charset=utf-8");
  private final Asset icon = Asset.of("icon.svg", "image/svg+xml");

  /** One file. */
  static final class Asset {
    private final String path;
    private final String mediaType;
    private final byte[] content;

    private Asset(String path, String mediaType, byte[] content) {
      this.path = path;
      this.mediaType = mediaType;
      this.content = content;
    }

    private static Asset of(String file, String mediaType) {
      byte[] content = bytes(file);
      String hash;
      try {
        hash =
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                .substring(0, 12);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
      int dot = file.lastIndexOf('.');
      String name = file.substring(0, dot) + "-" + hash + file.substring(dot);
      return new Asset("/assets/" + name, mediaType, content);
    }

    /** Where it is served. */
    String path() {
      return path;
    }

    String mediaType() {
      return mediaType;
    }

    byte[] content() {
      return content.clone();
    }
  }

  Asset style() {
    return style;
  }

  Asset script() {
    return script;
  }

  Asset icon() {
    return icon;
  }

  Optional<Asset> find(String path) {
    for (Asset asset : new Asset[] {style, script, icon}) {
      if (asset.path().equals(path)) {
        return Optional.of(asset);
      }
    }
    return Optional.empty();
  }

  static String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String file) {
    try (InputStream stream = Assets.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not in the program");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
