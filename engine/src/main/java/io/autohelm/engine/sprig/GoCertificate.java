package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sprig's certificate: the certificate and its private key, both PEM. */
record GoCertificate(String cert, String key) implements GoObject {
  static final String TYPE = "sprig.certificate";

  @Override
  public String typeName() {
    return TYPE;
  }

  @Override
  public boolean hasField(String name) {
    return name.equals("Cert") || name.equals("Key");
  }

  @Override
  public Object field(String name) {
    return name.equals("Cert") ? cert : key;
  }

  @Override
  public Object plain() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Cert", cert);
    fields.put("Key", key);
    return fields;
  }

  @Override
  public String text() {
    return "{" + cert + " " + key + "}";
  }
}
