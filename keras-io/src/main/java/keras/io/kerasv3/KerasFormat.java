package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.io.hdf5.Hdf5Writer;
import keras.io.migration.Converted;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.io.storage.IOConsumer;
import keras.io.weights.FileLayout;
import keras.models.Model;
import keras.saving.GoldenValues;
import keras.saving.Inspection;
import keras.saving.LayerFile;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.tensorflow.ndarray.NdArray;

/**
 * Whole models as {@code .keras} files: a zip of the config, what the model was compiled with, its
 * variables and those of its optimizer. A folder into which one was unpacked is read too.
 *
 * <p>Keras: {@code keras/src/saving/saving_lib.py}.
 */
public final class KerasFormat implements ModelFormat.FromMemory {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  /** The golden values; both Kerases pass over it. */
  static final String GOLDEN = "golden.npz";

  private static final String ENDING = ".keras";

  private final Disk disk;

  /** Made by the service loader. */
  public KerasFormat() {
    this(AtomicFile::write);
  }

  /** Writes to a disk of the caller's. */
  public KerasFormat(Disk disk) {
    this.disk = disk;
  }

  @Override
  public boolean reads(Path path) {
    return Files.isDirectory(path)
        ? Files.exists(path.resolve(CONFIG))
        : path.toString().endsWith(ENDING);
  }

  @Override
  public boolean writes(Path path) {
    return path.toString().endsWith(ENDING);
  }

  @Override
  public boolean reads(Source.InMemory file) {
    return FileLayout.isZip(file.bytes()) && !FileLayout.isNpz(file.bytes());
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    return read(Archive.open(path), options);
  }

  @Override
  public Model read(Source.InMemory file, LoadOptions options) {
    return read(Archive.open(file), options);
  }

  private static Model read(Archive opened, LoadOptions options) {
    try (Archive archive = opened) {
      LoadReport report = new LoadReport(archive.name());
      Model model = new ModelReader(archive, options, report).read();
      options.report().accept(report);
      return model;
    }
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    try (Archive archive = Archive.open(path)) {
      return ModelReader.inspect(archive, custom);
    }
  }

  @Override
  public Inspection inspect(Source.InMemory file, CustomObjects custom) {
    try (Archive archive = Archive.open(file)) {
      return ModelReader.inspect(archive, custom);
    }
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    readWeights(model, Archive.open(path), options);
  }

  @Override
  public void readWeights(Model model, Source.InMemory file, LoadOptions options) {
    readWeights(model, Archive.open(file), options);
  }

  private static void readWeights(Model model, Archive opened, LoadOptions options) {
    try (Archive archive = opened) {
      LoadReport report = new LoadReport(archive.name());
      ModelReader.readState(archive, store -> StateReader.read(model, store, options, report));
      options.report().accept(report);
    }
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    Map<String, NdArray<?>> golden = GoldenValues.of(model, options);
    WrittenConfig config = WrittenConfig.of(model, path.toString(), options.dialect());
    String metadata = config.metadata();
    String text = config.text();
    Map<String, byte[]> assets = StoredAssets.of(model, options.dialect(config.dialect()));
    StateWriter.describe(
        model,
        path.toString(),
        options.dialect(config.dialect()),
        weights -> write(path, metadata, text, weights, assets, golden));
    config.tell(model);
  }

  private void write(
      Path path,
      String metadata,
      String config,
      Hdf5Writer weights,
      Map<String, byte[]> assets,
      Map<String, NdArray<?>> golden) {
    disk.write(
        path,
        channel -> {
          try (ZipWriter zip = new ZipWriter(channel)) {
            zip.add(METADATA, utf8(metadata));
            zip.add(CONFIG, utf8(config));
            zip.add(WEIGHTS, weights::write);
            for (Map.Entry<String, byte[]> asset : assets.entrySet()) {
              zip.add(asset.getKey(), IOConsumer.bytes(ByteBuffer.wrap(asset.getValue())));
            }
            if (!golden.isEmpty()) {
              zip.add(GOLDEN, IOConsumer.bytes(ByteBuffer.wrap(Npz.bytes(golden))));
            }
          }
        });
  }

  @Override
  public void writeLayer(LayerFile file, Path path) {
    SaveOptions options = SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3);
    Converted converted = FromKeras3.convert(file.spec(), Target.KERAS_3);
    if (!converted.obstacles().isEmpty()) {
      throw new UnsupportedOperationException(
          "%s: Keras 3 cannot read this: %s."
              .formatted(path, String.join("; ", converted.obstacles())));
    }
    Map<String, byte[]> assets = StoredAssets.of(file.root(), options);
    StateWriter.describe(
        file.root(),
        path.toString(),
        options,
        weights ->
            write(
                path,
                WrittenConfig.metadata(Target.KERAS_3.version()),
                keras.io.json.Json.write(converted.config()),
                weights,
                assets,
                Map.of()));
  }

  @Override
  public void readLayer(Source source, LayerFile.Maker maker, LoadOptions options) {
    try (Archive archive = open(source)) {
      LoadReport report = new LoadReport(archive.name());
      new ModelReader(archive, options, report).readLayer(maker);
      options.report().accept(report);
    }
  }

  private static Archive open(Source source) {
    return source instanceof Source.InMemory file
        ? Archive.open(file)
        : Archive.open(((Source.OnDisk) source).path());
  }

  @Override
  public boolean keepsGoldenValues() {
    return true;
  }

  @Override
  public Map<String, NdArray<?>> goldenValues(Path path) {
    return goldenValues(Archive.open(path));
  }

  @Override
  public Map<String, NdArray<?>> goldenValues(Source.InMemory file) {
    return goldenValues(Archive.open(file));
  }

  private static Map<String, NdArray<?>> goldenValues(Archive opened) {
    try (opened) {
      return opened.members().contains(GOLDEN)
          ? GoldenValues.read(opened.name(), GOLDEN, opened.bytes(GOLDEN))
          : Map.of();
    }
  }

  private static IOConsumer<WritableByteChannel> utf8(String text) {
    return IOConsumer.bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    throw new IllegalArgumentException(
        "model.saveWeights: the name must end in .weights.h5. Received: %s. For the whole model there is model.save(path)."
            .formatted(path));
  }
}
