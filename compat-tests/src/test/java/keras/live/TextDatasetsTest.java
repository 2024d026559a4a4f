package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Batch;
import keras.engine.HostTensor;
import keras.preprocessing.DirectoryDataset;
import keras.preprocessing.TextDatasets;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArrays;

/** Texts of folders come as from Python's {@code text_dataset_from_directory}. */
@ExtendWith(PythonExtension.class)
class TextDatasetsTest {
  @BeforeEach
  void setSeed() {
    Keras.setRandomSeed(6);
  }

  private static final String PYTHON =
      """
      keras.utils.set_random_seed(6)
      data = keras.utils.text_dataset_from_directory(folder, batch_size=4, max_length=9, seed=5, verbose=False)
      passes = [list(data), list(data)]
      result["texts"] = [t.decode("utf8") for p in passes for x, y in p for t in x.numpy()]
      result["labels"] = np.concatenate([y.numpy() for p in passes for x, y in p])
      result["names"] = data.class_names
      """;

  private static Path folder = Path.of("");

  @BeforeAll
  static void writeTexts(@TempDir Path texts) throws IOException {
    folder = texts;
    for (int i = 0; i < 11; i++) {
      Path place = Files.createDirectories(folder.resolve(i % 3 == 0 ? "pos" : "neg"));
      Files.writeString(place.resolve(i * 3 % 11 + ".txt"), "Film " + "né ".repeat(i));
    }
  }

  @Test
  void textsAndOrdersArePythons(Python python) {
    PythonResult expected = python.keras3().exec(PYTHON, Map.of("folder", folder.toString()));
    DirectoryDataset data =
        TextDatasets.textDatasetFromDirectory(
            folder, o -> o.batchSize(4).maxLength(9).seed(5).verbose(false));
    List<Object> texts = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int turn = 0; turn < 2; turn++) {
      for (Batch batch : data) {
        batch.x().get(0).streamOfObjects().forEach(texts::add);
        batch.y().get(0).streamOfObjects().forEach(y -> labels.add((Integer) y));
      }
    }
    assertEquals(expected.list("texts"), texts);
    int[] numbers = labels.stream().mapToInt(n -> n).toArray();
    assertEquals(expected.array("labels"), HostTensor.of(NdArrays.vectorOf(numbers)));
    assertEquals(expected.list("names"), data.classNames());
  }

  @Test
  void aCharacterIsNotCutInTwo(@TempDir Path place) throws IOException {
    Files.createDirectories(place.resolve("one"));
    Files.writeString(place.resolve("one/a.txt"), "née");
    Batch batch =
        TextDatasets.textDatasetFromDirectory(place, o -> o.maxLength(2).verbose(false))
            .iterator()
            .next();
    assertEquals("n", batch.x().get(0).getObject(0));
  }

  @Test
  void otherEncodingsAreRefused(@TempDir Path place) throws IOException {
    Files.createDirectories(place.resolve("one"));
    Files.write(place.resolve("one/a.txt"), "née".getBytes(StandardCharsets.ISO_8859_1));
    Iterator<Batch> pass =
        TextDatasets.textDatasetFromDirectory(place, o -> o.verbose(false)).iterator();
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, pass::next).getMessage());
    assertTrue(message.contains("the texts must be in UTF-8. Received: " + place), message);
  }
}
