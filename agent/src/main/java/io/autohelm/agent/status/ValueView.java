package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the values that a release is rendered with.
 *
 * @param path keys with dots between, items as {@code [0]}
 * @param isChanged whether it is another than the newest revision was made of; null where there is
 *     none to compare with
 * @param layers who set it: the one that counts first, then those that it covers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueView(
    String path, @JsonProperty("changed") @Nullable Boolean isChanged, List<Layer> layers) {
  /** What stands in place of what is secret. */
  public static final String HIDDEN = "hidden";

  /**
   * What one layer says.
   *
   * @param value as JSON, or {@code hidden}
   * @param isHidden whether it is secret
   * @param source a file of the commit, of the chart, or an object of the cluster
   * @param line in that file; 0 where it is not known
   * @param url where that line can be looked at; null where nobody knows
   * @param isDefault whether it comes with the chart
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Layer(
      String value,
      @JsonProperty("hidden") boolean isHidden,
      String source,
      int line,
      @Nullable String url,
      @JsonProperty("chartDefault") boolean isDefault) {}

  public ValueView {
    layers = List.copyOf(layers);
  }

  /** Whether only the chart itself says something about it. */
  @JsonIgnore
  public boolean isUntouched() {
    return layers.stream().allMatch(Layer::isDefault);
  }
}
