package keras.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.IndexedDataset;
import keras.data.Np;
import keras.data.Npy;
import keras.engine.KerasTensor;
import keras.io.data.CsvColumn;
import keras.io.data.CsvDatasets;
import keras.io.data.Examples;
import keras.io.data.FixedLenFeature;
import keras.io.data.TFRecordDataset;
import keras.io.data.TFRecordWriter;
import keras.io.data.TextLineDataset;
import keras.io.data.VarLenFeature;
import keras.layers.Concatenate;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.GlobalAveragePooling2D;
import keras.layers.Normalization;
import keras.layers.RandomFlip;
import keras.layers.Rescaling;
import keras.layers.Resizing;
import keras.models.Model;
import keras.models.Sequential;
import keras.preprocessing.DatasetSplit;
import keras.preprocessing.DirectoryDataset;
import keras.preprocessing.FeatureSpace;
import keras.preprocessing.ImageDatasets;
import keras.preprocessing.TimeseriesDatasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** The Java of docs/guide/data.md. */
class DataTest {
  private final float[][][][] images = new float[64][20][16][3];
  private final int[] classes = IntStream.range(0, 64).map(i -> i % 2).toArray();

  DataTest() {
    for (int i = 0; i < images.length; i++) {
      for (float[][] row : images[i]) {
        for (float[] pixel : row) {
          pixel[i % 2] = 200;
        }
      }
    }
  }

  private static Sequential classifier() {
    Keras.setRandomSeed(42);
    Sequential model =
        new Sequential(
            new Conv2D(4, 3).activation("relu"),
            new GlobalAveragePooling2D(),
            new Dense(2, "softmax"));
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void runsLayersOnArrays() {
    FloatNdArray small = new Resizing(8, 8).run(images, FloatNdArray.class);
    FloatNdArray scaled = new Rescaling(1 / 127.5).offset(-1).run(small, FloatNdArray.class);
    assertEquals(Shape.of(64, 8, 8, 3), scaled.shape());
  }

  @Test
  void preparesADataset() {
    try (Sequential model = classifier()) {
      Dataset train =
          Dataset.of(images, classes)
              .shuffle(42)
              .batch(16)
              .map(new Resizing(8, 8))
              .map(new RandomFlip("horizontal").seed(42))
              .map(new Rescaling(1 / 127.5).offset(-1))
              .prefetch(2);
      model.fit(train, f -> f.epochs(2).verbose(0));

      Dataset first = train.take(1);
      Dataset others = train.skip(1);
      assertEquals(1, first.cardinality());
      assertEquals(3, others.cardinality());
    }
  }

  @Test
  void preparesImagesInTheModel() {
    Sequential model =
        new Sequential(
            new Resizing(8, 8).inputShape(20, 16, 3),
            new RandomFlip("horizontal"),
            new Rescaling(1 / 127.5).offset(-1),
            new Conv2D(4, 3).activation("relu"),
            new GlobalAveragePooling2D(),
            new Dense(2, "softmax"));
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    model.fit(images, classes, f -> f.epochs(2).verbose(0));
    assertEquals(Shape.of(64, 2), model.predict(images).shape());
    model.close();
  }

  @Test
  void adaptsToData() {
    Normalization normal = new Normalization();
    normal.adapt(Dataset.of(images, classes).batch(16));
    Dataset normalized = Dataset.of(images, classes).map(normal);
    assertEquals(2, normalized.cardinality());
  }

  /** Batches of pairs of files: images and their classes. */
  private static Dataset files(Path folder) throws IOException {
    List<Path> names;
    try (Stream<Path> all = Files.list(folder)) {
      names = all.filter(f -> f.toString().endsWith(".x.npy")).sorted().toList();
    }
    return () ->
        names.stream()
            .map(
                x ->
                    Batch.of(
                        Npy.read(x), Npy.read(Path.of(x.toString().replace(".x.npy", ".y.npy")))))
            .iterator();
  }

  @Test
  void streamsFiles(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 4; i++) {
      Npy.write(folder.resolve(i + ".x.npy"), images);
      Npy.write(folder.resolve(i + ".y.npy"), classes);
    }
    try (Sequential model = classifier()) {
      Dataset train = files(folder).shuffle(100, 42).batch(32).prefetch(2);
      var history = model.fit(train, f -> f.epochs(2).verbose(0));
      assertTrue(history.get("loss").get(1) > 0);
    }
  }

  @Test
  void readsImagesInFolders(@TempDir Path photos) throws IOException {
    for (int i = 0; i < 16; i++) {
      Path folder = Files.createDirectories(photos.resolve(i % 2 == 0 ? "daisies" : "roses"));
      BufferedImage image = new BufferedImage(10, 12, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
    try (Sequential model = classifier()) {
      DirectoryDataset.Both flowers =
          ImageDatasets.imageDatasetsFromDirectory(
              photos, o -> o.imageSize(8, 8).batchSize(4).validationSplit(0.25).seed(123));
      List<String> names = flowers.training().classNames();
      model.fit(flowers.training(), f -> f.validationData(flowers.validation()).verbose(0));
      assertEquals(List.of("daisies", "roses"), names);
      assertEquals(12, flowers.training().filePaths().size());
    }
  }

  @Test
  void cutsWindowsOfASeries() {
    float[] temperatures = new float[50];
    float[] targets = new float[50];
    Dataset windows =
        TimeseriesDatasets.timeseriesDatasetFromArray(
            temperatures, targets, 6, o -> o.batchSize(16).shuffle(true).seed(1));
    DatasetSplit sides =
        DatasetSplit.splitDataset(windows, o -> o.leftSize(0.8).shuffle(true).seed(1));
    assertEquals(Shape.of(16, 6), windows.iterator().next().x().get(0).shape());
    assertEquals(3, sides.left().cardinality());
  }

  @Test
  void trainsOnTables(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("houses.csv");
    StringBuilder rows = new StringBuilder("rooms,area,city,price\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 5).append(',').append(i * 2.5).append(",Bern,").append(i).append('\n');
    }
    Files.writeString(file, rows);
    Dataset houses =
        CsvDatasets.makeCsvDataset(
            List.of(file),
            16,
            o ->
                o.selectColumns("rooms", "area", "price")
                    .columnDefaults(
                        CsvColumn.optional(0f),
                        CsvColumn.optional(0f),
                        CsvColumn.required("float32"))
                    .labelName("price")
                    .numEpochs(1)
                    .shuffleSeed(42));
    KerasTensor rooms = Keras.input("rooms", 1);
    KerasTensor area = Keras.input("area", 1);
    Model model =
        Model.of(
            List.of(rooms, area),
            List.of(new Dense(1).apply(new Concatenate().apply(rooms, area))));
    model.compile("adam", "mse");
    model.fit(houses, f -> f.epochs(2).verbose(0));
    Dataset meters =
        houses.map(
            batch ->
                Batch.of(
                    Map.of(
                        "rooms", batch.x("rooms"),
                        "area", Np.scale((FloatNdArray) batch.x("area"), 0.0929)),
                    batch.y().get(0)));
    assertEquals(2, meters.iterator().next().named().size());
    Dataset lines = new TextLineDataset(file).batch(64).prefetch(2);
    assertEquals(41, lines.iterator().next().size());
  }

  @Test
  void readsRecords(@TempDir Path folder) {
    Path file = folder.resolve("houses.tfrecord");
    try (TFRecordWriter writer = new TFRecordWriter(file)) {
      for (int i = 0; i < 5; i++) {
        writer.write(
            Examples.of(Map.of("area", 10f * i, "rooms", new int[i], "price", i)).toByteArray());
      }
    }
    Dataset houses =
        new TFRecordDataset(file)
            .parseExample(
                32,
                Map.of(
                    "area", new FixedLenFeature("float32"),
                    "rooms", new VarLenFeature("int64"),
                    "price", new FixedLenFeature("int64")),
                "price");
    assertEquals(Shape.of(5, 4), houses.iterator().next().x("rooms").shape());
  }

  @Test
  void encodesTables() {
    Dataset people =
        Dataset.of(
                Map.of(
                    "age", new float[] {20, 30, 40, 60},
                    "city", new String[] {"Bern", "Genf", "Bern", "Chur"},
                    "job", new String[] {"a", "b", "b", "a"}),
                new float[] {0, 1, 1, 0})
            .batch(2);
    FeatureSpace space =
        new FeatureSpace(
                Map.of(
                    "age", "float_normalized",
                    "city", "string_categorical",
                    "job", FeatureSpace.stringHashed(8)))
            .crosses(FeatureSpace.cross(List.of("city", "job"), 16));
    space.adapt(people);
    Sequential model = new Sequential(new Dense(1, "sigmoid"));
    model.compile("adam", "binary_crossentropy");
    model.fit(people.map(space), f -> f.epochs(2).verbose(0));

    Model whole =
        Model.of(
            List.copyOf(space.getInputs().values()),
            List.of(new Dense(1, "sigmoid").apply(space.getEncodedFeatures())));
    assertEquals(3, whole.inputs().size());
    assertEquals(
        Shape.of(2, 1 + 4 + 8 + 16), people.map(space).iterator().next().x().get(0).shape());
  }

  /** Batches that are made by their numbers. */
  private static final class Squares implements IndexedDataset {
    @Override
    public long numBatches() {
      return 8;
    }

    @Override
    public Batch get(int index) {
      float x = index / 8f;
      return Batch.of(
          StdArrays.ndCopyOf(new float[][] {{x}, {-x}}),
          StdArrays.ndCopyOf(new float[][] {{x * x}, {x * x}}));
    }

    @Override
    public int workers() {
      return 2;
    }
  }

  @Test
  void trainsOnNumberedBatches() {
    Sequential model = new Sequential(new Dense(1));
    model.compile("sgd", "mse");
    model.fit(new Squares(), f -> f.epochs(2).verbose(0));
    assertTrue(model.evaluate(new Squares(), e -> e.verbose(0)).loss() >= 0);
  }
}
