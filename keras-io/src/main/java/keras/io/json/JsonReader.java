package keras.io.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text and reports errors with line and column. */
final class JsonReader {
  private static final Set<String> NON_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String file;
  private final String place;

  JsonReader(String file, String place) {
    this.file = file;
    this.place = place;
  }

  @Nullable Object read(String text) {
    String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw error(parser.currentLocation(), "the JSON text is empty.", null);
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw error(
            parser.currentTokenLocation(),
            "expected the end of the JSON text after its value.",
            null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw error(e.getLocation(), "not valid JSON: " + sentence(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw error(parser.currentTokenLocation(), "expected a value.", null);
    };
  }

  private Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      map.put(key, value(parser));
    }
    return map;
  }

  private List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private Double number(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    // Jackson also takes "INF" and "+INF", which Python does not. (1e400 is a number, and
    // infinite.)
    String text = parser.getText();
    if (Character.isLetter(text.charAt(text.length() - 1)) && !NON_FINITE.contains(text)) {
      throw error(
          parser.currentTokenLocation(), "not valid JSON: unknown number " + text + ".", null);
    }
    return value;
  }

  private ModelFormatException error(
      @Nullable JsonLocation at, String what, @Nullable Throwable cause) {
    String where =
        at == null
            ? place
            : (place.isEmpty() ? "" : place + ", ")
                + "line "
                + at.getLineNr()
                + " column "
                + at.getColumnNr();
    return cause == null
        ? new ModelFormatException(file, where, what)
        : new ModelFormatException(file, where, what, cause);
  }

  /** Drops Jackson's list of what it would take, which names spellings that JSON has not. */
  private static String sentence(String message) {
    int list = message.indexOf(" (JSON ");
    String head = list < 0 ? message : message.substring(0, list);
    return head.endsWith(".") ? head : head + ".";
  }
}
