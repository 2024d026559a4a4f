package keras.io.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** The rows of one table. */
final class CsvRows implements FilePass.Reader<CsvRows.Row> {
  /**
   * One row.
   *
   * @param line where it starts, from 1
   * @param stray the number of a field that has quotes inside without being quoted, from 0; -1
   *     where none is so
   */
  record Row(Path file, long line, List<String> fields, int stray) {
    ModelFormatException error(String what) {
      return new ModelFormatException(file.toString(), "line " + line, what);
    }
  }

  private static final char NO_QUOTE = '\0';

  private final Path file;
  private final Quotes quotes;
  private final boolean quoting;
  private final String encoding;
  private final Handler handler;
  private final CloseableIterator<Row> rows;
  private boolean headerNext;
  private long last;

  /** Reads a table, without its first row where that is the header. */
  CsvRows(Path file, Reader in, CsvOptions options, boolean header) {
    this.file = file;
    this.quoting = options.useQuoteDelim;
    this.encoding = options.encoding.name();
    this.headerNext = header;
    this.handler = new Handler(file, quoting);
    this.quotes = new Quotes(in);
    this.rows =
        CsvReader.builder()
            .fieldSeparator(options.fieldDelim)
            .quoteCharacter(quoting ? '"' : NO_QUOTE)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .build(handler, quotes)
            .iterator();
  }

  @Override
  public @Nullable Row read() throws IOException {
    if (headerNext) {
      headerNext = false;
      requireHeader(file, row());
    }
    return row();
  }

  static Row requireHeader(Path file, @Nullable Row row) {
    if (row == null) {
      throw new ModelFormatException(
          file.toString(), "line 1", "expected a header. Received: nothing.");
    }
    return row;
  }

  private @Nullable Row row() throws IOException {
    try {
      if (!rows.hasNext()) {
        return null;
      }
      Row row = rows.next();
      last = row.line();
      if (quoting && !rows.hasNext() && quotes.odd != handler.odd) {
        throw row.error("expected a closing quote. Received: the end of the file.");
      }
      return row;
    } catch (CsvParseException e) {
      throw new ModelFormatException(
          file.toString(), place(), "is no row. Received: " + e.getMessage() + ".", e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new ModelFormatException(
            file.toString(),
            place(),
            "expected %s. Received: bytes that are not.".formatted(encoding),
            e);
      }
      throw e.getCause();
    }
  }

  @Override
  public String place() {
    return "after line " + last;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  /** Collects the fields of a row. */
  private static final class Handler extends AbstractBaseCsvCallbackHandler<Row> {
    private final Path file;
    private final boolean quoting;
    private List<String> fields = new ArrayList<>();
    private int stray = -1;

    /** Whether the number of quotes inside of fields without quotes is odd. */
    private boolean odd;

    Handler(Path file, boolean quoting) {
      this.file = file;
      this.quoting = quoting;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>();
      stray = -1;
    }

    @Override
    protected void handleField(int field, char[] buf, int offset, int len, boolean quoted) {
      String text = new String(buf, offset, len);
      if (quoting && !quoted && text.indexOf('"') >= 0) {
        stray = stray < 0 ? fields.size() : stray;
        odd ^= text.chars().filter(c -> c == '"').count() % 2 == 1;
      }
      fields.add(text);
    }

    @Override
    protected void handleEmpty() {
      fields.add("");
    }

    @Override
    protected Row buildRecord() {
      return new Row(file, getStartingLineNumber(), fields, stray);
    }
  }

  /** Counts quotes: an odd number of them leaves one open. */
  private static final class Quotes extends FilterReader {
    private boolean odd;

    Quotes(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      int n = super.read(chars, offset, length);
      for (int i = offset; i < offset + n; i++) {
        odd ^= chars[i] == '"';
      }
      return n;
    }
  }
}
