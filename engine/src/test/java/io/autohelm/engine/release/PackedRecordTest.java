package io.autohelm.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackedRecordTest {
  @SuppressWarnings("unchecked") // the file is ours
  private static Release release() {
    Map<String, String> labels =
        (Map<String, String>) Json.parse(Golden.read("release/helm4.labels.json"));
    return ReleaseCodec.decode(Golden.read("release/helm4.txt"), labels);
  }

  private static byte[] joined(PackedRecord packed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    packed.parts().forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static Map<String, String> labels(Release release, PackedRecord packed) {
    Map<String, String> labels = new LinkedHashMap<>(release.labels());
    packed.mark().ifPresent(mark -> labels.put(PartsMark.LABEL, mark.text()));
    return labels;
  }

  @Test
  void whatFitsIsOneRecord() {
    PackedRecord packed = PackedRecord.of(release());
    assertEquals(ReleaseCodec.encode(release()), packed.text());
    assertEquals(Optional.empty(), packed.mark());
    assertEquals(List.of(), packed.parts());
  }

  @ParameterizedTest(name = "{0} bytes less: vital {1}")
  @CsvSource({
    "1,    false",
    "1500, true",
    "2300, true", // even then a record is written; whether it is taken is the server's matter
  })
  void whatDoesNotFitComesBackWhole(int less, boolean vital) {
    Release release = release();
    PackedRecord packed = PackedRecord.of(release, ReleaseCodec.encode(release).length() - less);
    PartsMark mark = packed.mark().orElseThrow();
    assertEquals(vital, mark.isVital());
    assertTrue(PackedRecord.matches(mark, joined(packed)));
    Release slim = ReleaseCodec.decode(packed.text(), labels(release, packed));
    assertTrue(PackedRecord.isSlim(slim));
    assertEquals(vital, PackedRecord.lacksManifest(slim));
    assertEquals(release.info().status(), slim.info().status());
    assertEquals(mark.text(), slim.labels().get(PartsMark.LABEL));
    Release whole = ReleaseCodec.decode(packed.text(), labels(release, packed), joined(packed));
    assertEquals(ReleaseCodec.encode(release), ReleaseCodec.encode(whole));
    assertEquals(release.labels(), whole.labels());
  }

  @Test
  void theFirstThatGoesIsWhatOnlyRenderingNeeds() {
    Release release = release();
    PackedRecord packed = PackedRecord.of(release, ReleaseCodec.encode(release).length() - 1);
    Release slim = ReleaseCodec.decode(packed.text(), labels(release, packed));
    assertEquals(release.manifest(), slim.manifest());
    assertEquals(release.hooks(), slim.hooks());
    assertEquals(release.config(), slim.config());
    assertEquals(release.info(), slim.info());
    assertEquals(release.chart().values(), slim.chart().values());
    assertEquals(release.chart().metadata(), slim.chart().metadata());
    assertEquals(List.of(), slim.chart().templates());
  }

  @Test
  void partsOfAnotherChartAreNotPutIntoARecordThatBearsTheirLabelByInheritance() {
    Release release = release();
    PackedRecord packed = PackedRecord.of(release, ReleaseCodec.encode(release).length() - 1);
    String whole = ReleaseCodec.encode(release);
    Release read = ReleaseCodec.decode(whole, labels(release, packed), joined(packed));
    assertEquals(whole, ReleaseCodec.encode(read));
    assertFalse(read.labels().containsKey(PartsMark.LABEL));
  }

  @ParameterizedTest
  @CsvSource({
    "0123456789012345678901234567890123456789.3,          true",
    "0123456789012345678901234567890123456789.12.manifest, true",
    "0123456789012345678901234567890123456789,            false",
    "012345.3,                                            false",
    "somebody's,                                          false",
  })
  void aMarkIsALabelsValue(String text, boolean valid) {
    Optional<PartsMark> mark = PartsMark.parse(text);
    assertEquals(valid, mark.isPresent());
    mark.ifPresent(
        found -> {
          assertEquals(text, found.text());
          assertTrue(found.text().length() <= 63);
          assertTrue(found.partName("x".repeat(53), found.count()).length() <= 253);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'',         SECRET",
    "secret,     SECRET",
    "secrets,    SECRET",
    "configmap,  CONFIG_MAP",
    "configmaps, CONFIG_MAP",
    "memory,     MEMORY",
  })
  void driversAreNamedAsHelmNamesThem(String word, ReleaseDriver driver) {
    assertEquals(driver, ReleaseDriver.of(word));
  }

  @ParameterizedTest
  @CsvSource({"sql", "Secret", "etcd"})
  void otherDriversAreRefused(String word) {
    assertThrows(IllegalArgumentException.class, () -> ReleaseDriver.of(word));
  }

  @Test
  void noWordMeansSecrets() {
    assertEquals(ReleaseDriver.SECRET, ReleaseDriver.of(null));
  }
}
