package keras.io.h5;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.config.CustomObjects;
import keras.io.configs.Notices;
import keras.io.configs.WrittenConfigs;
import keras.io.hdf5.Hdf5File;
import keras.io.migration.Target;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.io.weights.FileLayout;
import keras.io.weights.LegacyLayout;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.GoldenValues;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.tensorflow.ndarray.NdArray;

/**
 * Whole models and weights as HDF5 files, {@code .h5} or {@code .hdf5}: what Keras 1 and 2 write,
 * and Keras 3 for files of that name.
 *
 * <p>Keras: {@code keras/src/legacy/saving/legacy_h5_format.py}.
 */
public final class H5Format implements ModelFormat.FromMemory {
  private final Disk disk;

  /** Made by the service loader. */
  public H5Format() {
    this(AtomicFile::write);
  }

  /** Writes to a disk of the caller's. */
  public H5Format(Disk disk) {
    this.disk = disk;
  }

  /** Whether it is named so, or is HDF5; of names in Keras 3's form those that hold this one. */
  @Override
  public boolean reads(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    return isWeightsOfKeras3(path)
        ? H5Reader.isLegacy(() -> Hdf5File.open(path))
        : isNamedSo(path) || isHdf5(path);
  }

  /** Whether it is HDF5, and not in Keras 3's form. */
  @Override
  public boolean reads(Source.InMemory file) {
    return Hdf5File.isHdf5(file.bytes()) && !FileLayout.isOfKeras3(file);
  }

  private static Hdf5File open(Source.InMemory file) {
    return Hdf5File.open(file.name(), file.bytes());
  }

  @Override
  public boolean writes(Path path) {
    return isNamedSo(path) && !isWeightsOfKeras3(path);
  }

  private static boolean isNamedSo(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".h5") || name.endsWith(".hdf5");
  }

  private static boolean isWeightsOfKeras3(Path path) {
    return path.toString().endsWith(".weights.h5");
  }

  private static boolean isHdf5(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return Hdf5File.isHdf5(in.readNBytes(Long.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    return H5Reader.readModel(Hdf5File.open(path), options);
  }

  @Override
  public Model read(Source.InMemory file, LoadOptions options) {
    return H5Reader.readModel(open(file), options);
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    return H5Reader.inspect(Hdf5File.open(path), custom);
  }

  @Override
  public Inspection inspect(Source.InMemory file, CustomObjects custom) {
    return H5Reader.inspect(open(file), custom);
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    H5Reader.readWeights(model, Hdf5File.open(path), options);
  }

  @Override
  public void readWeights(Model model, Source.InMemory file, LoadOptions options) {
    H5Reader.readWeights(model, open(file), options);
  }

  /**
   * Writes a whole model. Where the model has what the portable dialect cannot say, it prints in
   * one line, once a model, that the file is for Keras 3 alone, and why.
   *
   * @throws UnsupportedOperationException if the model is of a class of one's own: these files hold
   *     no shapes for it to be built for, so that neither Keras loads it again
   */
  @Override
  public void write(Model model, Path path, SaveOptions options) {
    if (!(model instanceof Functional || model instanceof Sequential)) {
      throw new UnsupportedOperationException(
          "model.save: %s is a model of one's own class, which no Keras loads from HDF5 again. Received: %s. Use a name that ends in .keras, or model.saveWeights(path)."
              .formatted(model, path));
    }
    Map<String, NdArray<?>> golden = GoldenValues.of(model, options);
    WrittenConfigs configs =
        WrittenConfigs.of(model, path.toString(), options, LegacyLayout.differences(model));
    H5Writer.describe(model, configs, golden, file -> disk.write(path, file::write));
    configs.tell();
  }

  @Override
  public boolean keepsGoldenValues() {
    return true;
  }

  @Override
  public Map<String, NdArray<?>> goldenValues(Path path) {
    return H5Reader.goldenValues(Hdf5File.open(path));
  }

  @Override
  public Map<String, NdArray<?>> goldenValues(Source.InMemory file) {
    return H5Reader.goldenValues(open(file));
  }

  /**
   * Writes the weights. Where the Kerases count them differently, it prints in one line, once a
   * model, for which one the file is.
   */
  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    List<String> differences =
        options.dialect() == SaveOptions.Dialect.PORTABLE
            ? LegacyLayout.differences(model)
            : List.of();
    Target target = Target.of(differences.isEmpty() ? options.dialect() : options.otherwise());
    H5Writer.describeWeights(model, target, file -> disk.write(path, file::write));
    if (!differences.isEmpty()) {
      Notices.tell(model, WrittenConfigs.alone(path.toString(), target, differences));
    }
  }
}
