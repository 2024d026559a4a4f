package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.zip.CRC32;
import keras.data.SampleArray;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.ByteNdArray;

/** The checksums are Python's: zlib.crc32(gzip.open(file).read()[16:]), [8:] for the labels. */
class FashionMnistMiniTest {

  @Test
  void holdsNineHundredImages() {
    Data data = FashionMnist.load(FashionMnistMiniTest.class, "/fashion-mnist-mini");
    assertEquals(2978066907L, crc(data.train().x(), 700, 784));
    assertEquals(4142883218L, crc(data.train().y(), 700, 1));
    assertEquals(3538604683L, crc(data.test().x(), 200, 784));
    assertEquals(2668996380L, crc(data.test().y(), 200, 1));
  }

  private static long crc(ByteNdArray array, int samples, int size) {
    SampleArray rows = SampleArray.of("array", array);
    assertEquals(samples, rows.count());
    byte[] bytes = new byte[samples * size];
    rows.copy(0, samples, bytes);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
