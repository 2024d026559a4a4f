import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Prints how long ONNX Runtime takes for one sample, in microseconds, and what it computes from a
 * sample that is 0.5 or 1 all over. A program of its own, so that no build needs ONNX Runtime and
 * its threads meet no others.
 *
 * <pre>
 * java -cp onnxruntime.jar OnnxClock.java MODEL.onnx CALLS
 * </pre>
 */
final class OnnxClock {
  public static void main(String[] args) throws OrtException {
    int calls = Integer.parseInt(args[1]);
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(args[0])) {
      String input = session.getInputNames().iterator().next();
      TensorInfo info = (TensorInfo) session.getInputInfo().get(input).getInfo();
      long[] shape = info.getShape().clone();
      shape[0] = 1;
      int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      float[] halves = new float[size];
      int[] ones = new int[size];
      Arrays.fill(halves, 0.5f);
      Arrays.fill(ones, 1);
      double[] times = new double[calls];
      float[][] y = {};
      for (int i = 0; i < calls; i++) {
        long start = System.nanoTime();
        try (OnnxTensor x =
                info.type == OnnxJavaType.INT32
                    ? OnnxTensor.createTensor(environment, IntBuffer.wrap(ones), shape)
                    : OnnxTensor.createTensor(environment, FloatBuffer.wrap(halves), shape);
            OrtSession.Result result = session.run(Map.of(input, x))) {
          y = (float[][]) result.get(0).getValue();
        }
        times[i] = (System.nanoTime() - start) / 1e3;
      }
      double[] late = Arrays.copyOfRange(times, calls / 2, calls);
      Arrays.sort(late);
      System.out.println(late[late.length / 2]);
      for (float v : y[0]) {
        System.out.println(v);
      }
    }
  }
}
