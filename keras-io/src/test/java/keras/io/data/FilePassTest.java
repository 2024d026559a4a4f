package keras.io.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;

class FilePassTest {
  private static final Path FILE = Path.of("t.csv");

  /** A file of a text, and then of a disk that fails. */
  private static final class Stream extends FilterInputStream {
    private final boolean fails;
    private boolean closed;

    Stream(String text, boolean fails) {
      super(new ByteArrayInputStream(text.getBytes(UTF_8)));
      this.fails = fails;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n < 0 && fails) {
        throw new IOException("the disk is gone");
      }
      return n;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static void assertFails(
      Class<? extends RuntimeException> type, String expected, Stream file) {
    FilePass<CsvRows.Row> pass =
        new FilePass<>(
            "Tables",
            List.of(FILE, FILE).iterator(),
            path ->
                new CsvRows(
                    path,
                    new InputStreamReader(file, StandardCharsets.UTF_8),
                    new CsvOptions(),
                    true));
    assertEquals(expected, assertThrows(type, pass::hasNext).getMessage());
    assertTrue(file.closed);
    assertFalse(pass.hasNext());
    assertThrows(NoSuchElementException.class, pass::next);
  }

  @Test
  void closesTheFileThatFails() {
    assertFails(
        ModelFormatException.class,
        "t.csv: line 1: expected a header. Received: nothing.",
        new Stream("", false));
    assertFails(
        UncheckedIOException.class,
        "Tables: cannot read t.csv: the disk is gone.",
        new Stream("a,b\n1,", true));
  }
}
