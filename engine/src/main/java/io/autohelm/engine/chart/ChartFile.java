package io.autohelm.engine.chart;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One file of a chart. The bytes are shared, not copied: nobody may change them. */
public final class ChartFile {
  private final String name;
  private final byte[] data;
  private final @Nullable Instant modified;

  /** Worked out when first asked for; 0 until then. */
  private int hash;

  /**
   * @param name the path below the chart's folder, with forward slashes
   * @param modified when the file was last changed; null where its source does not say
   */
  public ChartFile(String name, byte[] data, @Nullable Instant modified) {
    this.name = Objects.requireNonNull(name, "name is null");
    this.data = Objects.requireNonNull(data, "data is null");
    this.modified = modified;
  }

  public String name() {
    return name;
  }

  public byte[] data() {
    return data;
  }

  /** The content as UTF-8 text; bytes that are none become replacement characters. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }

  public @Nullable Instant modified() {
    return modified;
  }

  ChartFile named(String other) {
    return new ChartFile(other, data, modified);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ChartFile file
            && hashCode() == file.hashCode()
            && name.equals(file.name)
            && Arrays.equals(data, file.data));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      CRC32 sum = new CRC32(); // the platform's own instructions make it ten times faster
      sum.update(data);
      hash = 31 * name.hashCode() + (int) sum.getValue();
    }
    return hash;
  }

  @Override
  public String toString() {
    return name + " (" + data.length + " bytes)";
  }
}
