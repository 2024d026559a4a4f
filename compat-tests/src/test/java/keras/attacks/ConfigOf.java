package keras.attacks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The config in an archive. */
final class ConfigOf {
  private ConfigOf() {}

  /** Returns an archive with another config. */
  static byte[] replaced(byte[] archive, String config) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(
            e.getName().equals("config.json") ? config.getBytes(StandardCharsets.UTF_8) : content);
      }
    }
    return out.toByteArray();
  }
}
